// The frame on a phone: a bar within reach of the thumb, and a drawer with everything else.
import { Link, useRouterState } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { Menu, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePower } from '../session/session';
import { PAGES } from './pages';
import { Sidebar } from './Sidebar';

interface BottomBarProps {
  isDrawerOpen: boolean;
  onDrawer: (isOpen: boolean) => void;
  onSearch: () => void;
}

export function BottomBar({ isDrawerOpen, onDrawer, onSearch }: BottomBarProps) {
  const { t } = useTranslation();
  const { may } = usePower();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const shown = PAGES.filter((page) => page.isInBar && (!page.permission || may(page.permission)));
  const isElsewhere = !shown.some(({ to }) => (to === '/' ? path === '/' : path.startsWith(to)));
  return (
    <>
      <nav className="bottom-bar" aria-label={t('shell.pages')}>
        {shown.map((page) => {
          const Icon = page.icon;
          return (
            <Link
              key={page.to}
              to={page.to}
              activeProps={{ className: 'present' }}
              activeOptions={{ includeSearch: false, exact: page.to === '/' }}
            >
              <Icon size={20} />
              {t(`page.${page.word}`)}
            </Link>
          );
        })}
        <button type="button" onClick={onSearch}>
          <Search size={20} />
          {t('shell.searchShort')}
        </button>
        <button
          type="button"
          className={isElsewhere ? 'present' : undefined}
          aria-expanded={isDrawerOpen}
          onClick={() => onDrawer(true)}
        >
          <Menu size={20} />
          {t('shell.more')}
        </button>
      </nav>
      <Drawer
        open={isDrawerOpen}
        onClose={() => onDrawer(false)}
        placement="left"
        size={280}
        closable={false}
        title={null}
        styles={{ body: { padding: 0, background: 'var(--frame)' } }}
      >
        <Sidebar onSearch={onSearch} onKeys={() => onDrawer(false)} />
      </Drawer>
    </>
  );
}
