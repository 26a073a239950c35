// Duplicates: how many there are, the search that finds them, and the pairs somebody must decide about.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Radio, Segmented } from 'antd';
import { ScanSearch } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DuplicateSummary } from '../../shared/api/types';
import { api } from '../../shared/client';
import { count } from '../../shared/format';
import { read, useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { PageHead } from '../../shared/ui/PageHead';
import { usePower } from '../session/session';
import './duplicates.css';
import { LatestRun, MergeAllButton } from './MergeAll';
import { PairList } from './PairList';
import { Standing } from './Standing';
import { BANDS, type DuplicateSearch } from './search';

const WATCH_MS = 1_500;
const isUnderWay = (summary: DuplicateSummary | undefined) =>
  ['waiting', 'running'].includes(summary?.latest_scan?.state ?? '');

export function DuplicatesPage() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const search = useSearch({ from: '/staff/duplicates' });
  const { data: summary } = useQuery({
    ...read<DuplicateSummary>('/duplicate-pairs/summary'),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? WATCH_MS : false),
  });
  const begin = useWrite({
    deed: () => api.post('/duplicate-scans', {}),
    touches: () => [['duplicate-pairs', 'summary']],
    done: () => t('duplicates.begun'),
  });
  const busy = isUnderWay(summary) ? t('duplicates.busy') : null;
  return (
    <>
      <PageHead title={t('page.duplicates')}>
        <MergeAllButton summary={summary} />
        <Deed
          type="primary"
          icon={<ScanSearch size={14} />}
          loading={begin.isPending}
          reason={reason('find_duplicates') ?? busy}
          onClick={() => begin.mutate()}
        >
          {t('duplicates.search')}
        </Deed>
      </PageHead>
      <div className="page-body duplicates">
        <Standing summary={summary} />
        <LatestRun />
        <Filters search={search} summary={summary} />
        <PairList key={JSON.stringify(search)} search={search} hasSearched={Boolean(summary?.latest_scan)} />
      </div>
    </>
  );
}

function Filters({ search, summary }: { search: DuplicateSearch; summary: DuplicateSummary | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/duplicates' });
  const turn = (change: DuplicateSearch) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  const figure = (of: 'open_same' | 'open_ask') => (summary && !search.state ? ` ${count(summary[of])}` : '');
  return (
    <div className="pair-filters">
      <Segmented
        aria-label={t('duplicates.bandLabel')}
        value={search.band ?? 'all'}
        onChange={(band) => turn({ band: BANDS.find((one) => one === band) })}
        options={[
          { value: 'all', label: t('duplicates.all') },
          { value: 'same', label: `${t('duplicates.band.same')}${figure('open_same')}` },
          { value: 'ask', label: `${t('duplicates.band.ask')}${figure('open_ask')}` },
        ]}
      />
      <Radio.Group
        aria-label={t('duplicates.stateLabel')}
        optionType="button"
        value={search.state ?? 'open'}
        onChange={({ target }) => turn({ state: target.value === 'open' ? undefined : target.value })}
        options={(['open', 'different', 'merged'] as const).map((state) => ({
          value: state,
          label: t(`duplicates.state.${state}`),
        }))}
      />
      <span className="muted keys-hint">{t('duplicates.keys')}</span>
    </div>
  );
}
