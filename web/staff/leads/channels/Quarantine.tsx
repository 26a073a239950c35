// What came over connectors, and first of all what could not be taken.
import { Select } from 'antd';
import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PayloadRow } from '../../../shared/api/types';
import { useEndless } from '../../../shared/endless';
import { dateTime } from '../../../shared/format';
import { Tag, type Tone } from '../../../shared/ui/faces';
import { type PlainColumn, PlainTable } from '../../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../../shared/ui/states';
import { useStoreChoice } from '../../session/session';
import { PayloadDrawer } from './PayloadDrawer';
import { problemOf } from './problem';
import { type ChannelSearch, OUTCOMES } from './search';

interface QuarantineProps {
  search: ChannelSearch;
  turn: (part: ChannelSearch) => void;
}

const TONE: Record<PayloadRow['outcome'], Tone> = {
  created: 'green',
  merged: 'blue',
  duplicate: 'slate',
  quarantined: 'red',
  dismissed: 'slate',
};

export function Quarantine({ search, turn }: QuarantineProps) {
  const { t } = useTranslation();
  const { store } = useStoreChoice();
  const outcome = search.outcome ?? 'quarantined';
  const list = useEndless<PayloadRow>('/payloads', { outcome, connector: search.connector, store: store?.id });
  const columns: PlainColumn<PayloadRow>[] = [
    {
      id: 'received',
      title: t('leadChannels.received'),
      width: 170,
      cell: (one) => (
        <button type="button" className="two-lines opens-row" onClick={() => turn({ open: one.id })}>
          <b className="num">{dateTime(one.received_at)}</b>
          {one.repeats > 0 && <span className="second">{t('leadChannels.repeats', { count: one.repeats })}</span>}
        </button>
      ),
    },
    {
      id: 'connector',
      title: t('leadChannels.view.connectors'),
      isExtra: true,
      cell: (one) => (
        <span className="two-lines">
          <span>{one.connector.name}</span>
          <span className="second">{one.store.name}</span>
        </span>
      ),
    },
    { id: 'reason', title: t('leadChannels.reason'), cell: (one) => <Reason payload={one} /> },
    {
      id: 'outcome',
      title: t('leadChannels.outcomeLabel'),
      width: 120,
      isExtra: true,
      cell: (one) => <Tag tone={TONE[one.outcome]}>{t(`leadChannels.outcome.${one.outcome}`)}</Tag>,
    },
  ];
  return (
    <>
      <div className="filter-row">
        <Select<(typeof OUTCOMES)[number]>
          aria-label={t('leadChannels.outcomeLabel')}
          value={outcome}
          onChange={(next) => turn({ outcome: next === 'quarantined' ? undefined : next })}
          options={OUTCOMES.map((one) => ({ value: one, label: t(`leadChannels.outcome.${one}`) }))}
        />
        {search.connector && (
          <button type="button" className="chip" onClick={() => turn({ connector: undefined })}>
            {t('leadChannels.oneConnector')} ×
          </button>
        )}
      </div>
      {list.failure ? (
        <ErrorState failure={list.failure} onRetry={list.retry} />
      ) : !list.isLoading && list.items.length === 0 ? (
        <Empty icon={ShieldCheck} title={t('leadChannels.nothingWaits')} hint={t('leadChannels.nothingWaitsHint')} />
      ) : (
        <div className="table-frame">
          <PlainTable
            label={t('leadChannels.view.quarantine')}
            rows={list.isLoading ? undefined : list.items}
            endless={list}
            present={search.open}
            onOpen={({ id }) => turn({ open: id })}
            columns={columns}
          />
        </div>
      )}
      <PayloadDrawer id={search.open} onClose={() => turn({ open: undefined })} />
    </>
  );
}

export function Reason({ payload }: { payload: Pick<PayloadRow, 'faults' | 'remark'> }) {
  const { t } = useTranslation();
  const words = payload.faults.map((fault) => problemOf(t, fault.code, fault.message));
  return <span>{payload.remark ?? (words.join('；') || '—')}</span>;
}
