// The line at the top of every page: where one is, and what one can do here.
import { Link, type LinkProps } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { Fragment, type ReactNode, useEffect } from 'react';
import './forms.css';
import './ui.css';

export interface Crumb {
  label: string;
  link: LinkProps;
}

interface PageHeadProps {
  title: string;
  crumbs?: Crumb[];
  /** Stands right after the title. */
  beside?: ReactNode;
  /** Actions at the right; one of them primary at most. */
  children?: ReactNode;
}

export function PageHead({ title, crumbs = [], beside, children }: PageHeadProps) {
  useEffect(() => {
    document.title = title ? `${title} · 路书 Roadbook` : '路书 Roadbook';
  }, [title]);
  return (
    <header className="page-head">
      <div className="crumbs">
        {crumbs.map((crumb) => (
          <Fragment key={crumb.label}>
            <Link {...crumb.link}>{crumb.label}</Link>
            <ChevronRight size={14} aria-hidden />
          </Fragment>
        ))}
        <h1 className="cut">{title}</h1>
      </div>
      {beside}
      <div className="spring" />
      {children}
    </header>
  );
}
