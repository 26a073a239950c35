// The pairs, the surest first: one is chosen by the keyboard or the pointer and decided about.
import { useNavigate } from '@tanstack/react-router';
import { CopyCheck } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DuplicatePair } from '../../shared/api/types';
import { api } from '../../shared/client';
import { useEnd, useEndless } from '../../shared/endless';
import { useKeys } from '../../shared/keys';
import { useWrite } from '../../shared/queries';
import { Empty, ErrorState, Skeleton } from '../../shared/ui/states';
import { useStoreChoice } from '../session/session';
import { mergePage, PairCard } from './PairCard';
import type { DuplicateSearch } from './search';

const PAGE_SIZE = 20;

export function PairList({ search, hasSearched }: { search: DuplicateSearch; hasSearched: boolean }) {
  const { t } = useTranslation();
  const { store } = useStoreChoice();
  const list = useEndless<DuplicatePair>(
    '/duplicate-pairs',
    { band: search.band, state: search.state, store_id: store?.id },
    { pageSize: PAGE_SIZE },
  );
  const [place, setPlace] = useState(0);
  const present = Math.max(0, Math.min(place, list.items.length - 1));
  const pair = list.items[present];
  const decide = useDecision();
  const navigate = useNavigate();
  const end = useEnd<HTMLLIElement>(list.more);
  const held = useRef<HTMLLIElement>(null);
  const go = (to: number) => setPlace(Math.max(0, Math.min(to, list.items.length - 1)));
  useEffect(() => {
    if (present > 0) held.current?.scrollIntoView({ block: 'nearest' });
  }, [present]);
  useKeys({
    j: () => go(present + 1),
    k: () => go(present - 1),
    arrowdown: () => go(present + 1),
    arrowup: () => go(present - 1),
    d: () => pair?.can.includes('set_apart') && decide.mutate({ pair, verdict: 'different' }),
    u: () => pair?.can.includes('reopen') && decide.mutate({ pair, verdict: 'open' }),
    m: () => pair?.can.includes('merge') && void navigate(mergePage(pair)),
    enter: () => pair && void navigate({ to: '/customers/$id', params: { id: pair.left.id } }),
  });
  if (list.failure) return <ErrorState failure={list.failure} onRetry={list.retry} />;
  if (list.isLoading) return <Skeleton lines={8} />;
  if (list.items.length === 0) {
    const words = search.state ?? (hasSearched ? 'open' : 'never');
    return <Empty icon={CopyCheck} title={t(`duplicates.none.${words}`)} hint={t(`duplicates.noneHint.${words}`)} />;
  }
  return (
    <ol className="pairs" aria-label={t('duplicates.list')}>
      {list.items.map((one, at) => (
        <li
          key={one.id}
          ref={at === present ? held : undefined}
          aria-current={at === present || undefined}
          onPointerDown={() => setPlace(at)}
          onFocus={() => setPlace(at)}
        >
          <PairCard
            pair={one}
            isPresent={at === present}
            onDecide={(verdict, reason) => decide.mutate({ pair: one, verdict, reason })}
          />
        </li>
      ))}
      {list.hasMore && (
        <li ref={end}>
          <Skeleton lines={3} />
        </li>
      )}
    </ol>
  );
}

export type Verdict = 'different' | 'open';

function useDecision() {
  const { t } = useTranslation();
  return useWrite<{ pair: DuplicatePair; verdict: Verdict; reason?: string | undefined }, DuplicatePair>({
    deed: ({ pair, verdict, reason }) =>
      api.put<DuplicatePair>(`/duplicate-pairs/${pair.id}/verdict`, { verdict, reason }, { version: pair.version }),
    touches: ({ pair }) => [['duplicate-pairs'], ['customers', pair.left.id], ['customers', pair.right.id]],
    done: (_, { verdict }) => t(`duplicates.done.${verdict}`),
  });
}
