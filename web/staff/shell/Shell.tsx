// The frame around every page: sidebar or bottom bar, the palette, the keyboard, and the live stream.
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { SessionView } from '../../shared/api/types';
import { hasChosenLanguage, speak } from '../../shared/i18n';
import { useKeys } from '../../shared/keys';
import { listen } from '../../shared/live';
import { useIsPhone } from '../../shared/media';
import { tellWhatIsCut } from '../../shared/ui/cut';
import { returnFocus } from '../../shared/ui/focusReturn';
import { StepUp } from '../../shared/ui/StepUp';
import { loadPalette, PaletteDoor } from '../palette/PaletteDoor';
import { FactorDue } from '../session/FactorDue';
import { useSession } from '../session/session';
import { OtherZone } from './OtherZone';
import { PAGES } from './pages';
import { ReturnProblem } from './ReturnProblem';
import './shell.css';
import { Sidebar } from './Sidebar';
import { Watermark } from './Watermark';

const KeyList = lazy(() => import('./KeyList').then((module) => ({ default: module.KeyList })));
const OwnPasswordPage = lazy(() =>
  import('../session/OwnPasswordPage').then((module) => ({ default: module.OwnPasswordPage })),
);
const BottomBar = lazy(() => import('./BottomBar').then((module) => ({ default: module.BottomBar })));

/** Where `/` goes: the page's own search box when it has one, else the palette. */
const PAGE_SEARCH = 'input[data-page-search]';

export function Shell() {
  const session = useSession();
  if (!session.password_due_at) return <Frame session={session} />;
  return (
    <Suspense fallback={null}>
      <OwnPasswordPage due={session.password_due_at} />
    </Suspense>
  );
}

function Frame({ session }: { session: SessionView }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const isPhone = useIsPhone();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [opened, setOpened] = useState<'palette' | 'keys' | 'drawer' | null>(null);

  useEffect(() => listen(client), [client]);
  useEffect(tellWhatIsCut, []);
  useEffect(returnFocus, []);
  useEffect(() => {
    if (!hasChosenLanguage()) void speak(session.staff.language);
  }, [session.staff.language]);
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), 1_500);
    return () => clearTimeout(timer);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes what lay over the old one
  useEffect(() => setOpened(null), [path]);

  useKeys({
    'mod+k': () => setOpened((now) => (now === 'palette' ? null : 'palette')),
    '/': () => {
      const search = document.querySelector<HTMLInputElement>(PAGE_SEARCH);
      if (search) search.focus();
      else setOpened('palette');
    },
    '?': () => setOpened('keys'),
    ...Object.fromEntries(PAGES.map((page) => [`g ${page.letter}`, () => void navigate({ to: page.to })])),
  });

  return (
    <div className="shell">
      {!isPhone && <Sidebar onSearch={() => setOpened('palette')} onKeys={() => setOpened('keys')} />}
      <main className="panel">
        <ReturnProblem path={path} />
        {session.factor_due_at && <FactorDue due={session.factor_due_at} />}
        <OtherZone zone={session.time_zone} />
        <Suspense fallback={null}>
          <Outlet />
        </Suspense>
      </main>
      <Watermark />
      <StepUp proofs={session.proofs} />
      <Suspense fallback={null}>
        {isPhone && (
          <BottomBar
            isDrawerOpen={opened === 'drawer'}
            onDrawer={(isOpen) => setOpened(isOpen ? 'drawer' : null)}
            onSearch={() => setOpened('palette')}
          />
        )}
        {opened === 'keys' && <KeyList onClose={() => setOpened(null)} />}
      </Suspense>
      {opened === 'palette' && <PaletteDoor onClose={() => setOpened(null)} />}
    </div>
  );
}
