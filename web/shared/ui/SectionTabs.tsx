// The views of one page, each an address of its own.
import { Link, type LinkProps } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import './blocks.css';

export interface SectionTab {
  key: string;
  title: string;
  icon?: LucideIcon;
  link: LinkProps;
  /** A count behind the title. */
  figure?: string | undefined;
}

interface SectionTabsProps {
  label: string;
  tabs: SectionTab[];
  present: string;
  /** Stands at the far end of the line. */
  children?: ReactNode;
}

export function SectionTabs({ label, tabs, present, children }: SectionTabsProps) {
  const line = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab may stand beyond the edge
  useEffect(() => {
    const tab = line.current?.querySelector<HTMLElement>('.present');
    if (!line.current || !tab) return;
    line.current.scrollLeft = tab.offsetLeft - (line.current.clientWidth - tab.offsetWidth) / 2;
  }, [present]);
  return (
    <nav ref={line} className="section-tabs" aria-label={label}>
      {tabs.map(({ key, title, icon: Icon, link, figure }) => (
        <Link
          key={key}
          {...link}
          className={key === present ? 'present' : ''}
          aria-current={key === present ? 'page' : undefined}
        >
          {Icon && <Icon size={15} />}
          {title}
          {figure && <span className="figure">{figure}</span>}
        </Link>
      ))}
      {children && <div className="spring" />}
      {children}
    </nav>
  );
}
