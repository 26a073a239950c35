// The grey side of the frame: stores, search, pages, and the person signed in.
import { Link } from '@tanstack/react-router';
import { Tooltip } from 'antd';
import { Keyboard, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { MOD } from '../../shared/keys';
import { usePower } from '../session/session';
import { PersonMenu } from './PersonMenu';
import { GROUPS, offeredPages, type PageEntry } from './pages';
import { StoreSwitch } from './StoreSwitch';

interface SidebarProps {
  onSearch: () => void;
  onKeys: () => void;
}

export function Sidebar({ onSearch, onKeys }: SidebarProps) {
  const { t } = useTranslation();
  const { may } = usePower();
  return (
    <nav className="side" aria-label={t('shell.pages')}>
      <StoreSwitch />
      <button className="search-button" type="button" onClick={onSearch}>
        <Search size={14} />
        <span>{t('shell.search')}</span>
        <kbd>{MOD}K</kbd>
      </button>
      <div className="side-pages">
        {GROUPS.map((group) => (
          <PageGroup key={group.name} name={group.name} hasHeading={group.hasHeading} />
        ))}
      </div>
      {offeredPages(may)
        .filter((page) => page.group === 'foot')
        .map((page) => (
          <PageLink key={page.to} page={page} />
        ))}
      <button className="side-item keys-item" type="button" onClick={onKeys}>
        <Keyboard size={16} />
        {t('shell.keys')}
        <kbd>?</kbd>
      </button>
      <PersonMenu />
    </nav>
  );
}

function PageGroup({ name, hasHeading }: { name: PageEntry['group']; hasHeading: boolean }) {
  const { t } = useTranslation();
  const pages = offeredPages(usePower().may).filter((page) => page.group === name);
  if (pages.length === 0) return null;
  return (
    <div>
      {hasHeading && <div className="side-heading">{t(`group.${name}`)}</div>}
      {pages.map((page) => (
        <PageLink key={page.to} page={page} />
      ))}
    </div>
  );
}

/** A page one may not see stays in its place and says why. */
function PageLink({ page }: { page: PageEntry }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const Icon = page.icon;
  const why = page.permission ? reason(page.permission) : null;
  if (why) {
    return (
      <Tooltip title={why} placement="right">
        <button type="button" className="side-item denied" aria-disabled aria-description={why}>
          <Icon size={16} />
          {t(`page.${page.word}`)}
        </button>
      </Tooltip>
    );
  }
  return (
    <Link
      to={page.to}
      className="side-item"
      activeProps={{ className: 'present' }}
      activeOptions={{ includeSearch: false, exact: page.to === '/' }}
    >
      <Icon size={16} />
      {t(`page.${page.word}`)}
    </Link>
  );
}
