// Recalls and service campaigns: which there are, and how far the cars of each have come.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented, Select } from 'antd';
import type { TFunction } from 'i18next';
import { Megaphone, Plus, SearchX } from 'lucide-react';
import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recall, RecallRow } from '../../shared/api/types';
import { useEndless } from '../../shared/endless';
import { date, number } from '../../shared/format';
import { useKeys } from '../../shared/keys';
import { useIsPhone } from '../../shared/media';
import { Meter } from '../../shared/ui/charts';
import { Deed } from '../../shared/ui/Deed';
import { Tag } from '../../shared/ui/faces';
import { PageHead } from '../../shared/ui/PageHead';
import { type PlainColumn, PlainTable } from '../../shared/ui/PlainTable';
import { SearchBox } from '../../shared/ui/SearchBox';
import { Empty, ErrorState } from '../../shared/ui/states';
import '../customers/customers.css';
import { usePower } from '../session/session';
import { RecallForm } from './RecallForm';
import './recalls.css';
import type { RecallsSearch } from './search';
import { KINDS, rate, STATE_TONES, STATES } from './words';

const PAGE_SIZE = 30;

export function RecallsPage() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const isPhone = useIsPhone();
  const search = useSearch({ from: '/staff/recalls' });
  const navigate = useNavigate({ from: '/recalls' });
  const turn = useCallback(
    (change: RecallsSearch) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true }),
    [navigate],
  );
  const why = reason('manage_recalls');
  const saved = useRef<Recall>(null);
  const open = (recall: Recall) => void navigate({ to: '/recalls/$id', params: { id: recall.id } });
  useKeys(why ? {} : { n: () => turn({ new: true }) });
  return (
    <>
      <PageHead title={t('page.recalls')}>
        <SearchBox
          value={search.q ?? ''}
          placeholder={t('recall.search')}
          onChange={useCallback((q: string) => turn({ q: q || undefined }), [turn])}
        />
        <Deed
          type="primary"
          icon={<Plus size={15} />}
          reason={why}
          aria-label={t('recall.new')}
          onClick={() => turn({ new: true })}
        >
          {isPhone ? null : t('recall.new')}
        </Deed>
      </PageHead>
      <div className="filter-row">
        <Segmented
          aria-label={t('recall.stateLabel')}
          value={search.state ?? 'all'}
          onChange={(state) => turn({ state: STATES.find((one) => one === state) })}
          options={[
            { value: 'all', label: t('recall.any') },
            ...STATES.map((state) => ({ value: state, label: t(`recall.state.${state}`) })),
          ]}
        />
        <Select<(typeof KINDS)[number] | ''>
          aria-label={t('recall.kindLabel')}
          value={search.kind ?? ''}
          onChange={(kind) => turn({ kind: kind || undefined })}
          options={[
            { value: '', label: t('recall.any') },
            ...KINDS.map((kind) => ({ value: kind, label: t(`recall.kind.${kind}`) })),
          ]}
        />
      </div>
      <List search={search} />
      {search.new && (
        <RecallForm
          // One way out of the form: to what was saved, or back to the list.
          onClose={() => (saved.current ? open(saved.current) : turn({ new: undefined }))}
          onSaved={(recall) => {
            saved.current = recall;
          }}
        />
      )}
    </>
  );
}

function List({ search: { state, kind, q } }: { search: RecallsSearch }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useEndless<RecallRow>('/recalls', { state, kind, q }, { pageSize: PAGE_SIZE });
  if (list.failure) return <ErrorState failure={list.failure} onRetry={list.retry} />;
  if (!list.isLoading && list.items.length === 0) {
    return state || kind || q ? (
      <Empty icon={SearchX} title={t('recall.noneMatch')} hint={t('recall.noneMatchHint')} />
    ) : (
      <Empty icon={Megaphone} title={t('recall.none')} hint={t('recall.noneHint')} />
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is too wide scrolls by keys
    <section className="table-frame recalls" tabIndex={0} aria-label={t('recall.list')}>
      <PlainTable
        label={t('recall.list')}
        rows={list.isLoading ? undefined : list.items}
        columns={columns(t)}
        endless={list}
        onOpen={(recall) => void navigate({ to: '/recalls/$id', params: { id: recall.id } })}
      />
    </section>
  );
}

function columns(t: TFunction): PlainColumn<RecallRow>[] {
  return [
    { id: 'recall', title: t('recall.column.recall'), cell: (recall) => <Name recall={recall} /> },
    {
      id: 'period',
      title: t('recall.column.period'),
      width: 230,
      isExtra: true,
      cell: (recall) => <span className="num second">{period(recall, t)}</span>,
    },
    {
      id: 'affected',
      title: t('recall.column.affected'),
      width: 90,
      alignsEnd: true,
      isExtra: true,
      cell: ({ figures }) => number(figures.affected),
    },
    {
      id: 'reach',
      title: t('recall.column.reach'),
      width: 120,
      isExtra: true,
      cell: ({ figures, title }) => <Rate value={figures.reach_rate} label={`${title} ${t('recall.column.reach')}`} />,
    },
    {
      id: 'completion',
      title: t('recall.column.completion'),
      width: 120,
      cell: ({ figures, title }) => (
        <Rate value={figures.completion_rate} label={`${title} ${t('recall.column.completion')}`} />
      ),
    },
    {
      id: 'state',
      title: t('recall.column.state'),
      width: 96,
      isExtra: true,
      cell: ({ state }) => <Tag tone={STATE_TONES[state]}>{t(`recall.state.${state}`)}</Tag>,
    },
  ];
}

function Name({ recall }: { recall: RecallRow }) {
  const { t } = useTranslation();
  return (
    <span className="two-lines">
      <b className="recall-name">
        <Link to="/recalls/$id" params={{ id: recall.id }}>
          {recall.title}
        </Link>
        {recall.is_stop_sale && recall.state === 'open' && <Tag tone="red">{t('recall.stopSale')}</Tag>}
      </b>
      <span>{[recall.number, recall.brand, t(`recall.kind.${recall.kind}`)].join(' · ')}</span>
    </span>
  );
}

export function Rate({ value, label }: { value: number | null; label: string }) {
  return (
    <span className="recall-rate num">
      <Meter value={Math.floor((value ?? 0) / 100)} label={label} width={44} />
      {rate(value)}
    </span>
  );
}

export function period({ begins_on, ends_on }: Pick<RecallRow, 'begins_on' | 'ends_on'>, t: TFunction): string {
  return ends_on
    ? t('recall.between', { from: date(begins_on), to: date(ends_on) })
    : t('recall.from', { day: date(begins_on) });
}
