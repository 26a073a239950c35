// The maker's list of VINs: those with a car in the base, those that wait for one, those to be looked at.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented } from 'antd';
import type { TFunction } from 'i18next';
import { FileUp, ListChecks, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recall, RecallVin } from '../../shared/api/types';
import { api } from '../../shared/client';
import { useEndless } from '../../shared/endless';
import { number } from '../../shared/format';
import { useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { Tag } from '../../shared/ui/faces';
import { type PlainColumn, PlainTable } from '../../shared/ui/PlainTable';
import { SearchBox } from '../../shared/ui/SearchBox';
import { Empty, ErrorState } from '../../shared/ui/states';
import { useRecordReason } from '../session/session';
import type { RecallSearch } from './search';
import { VinsForm } from './VinsForm';

type Row = RecallVin & { id: string };

export function Vins({ recall }: { recall: Recall }) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/staff/recalls/$id' });
  const navigate = useNavigate({ from: '/recalls/$id' });
  const [isBringing, setBringing] = useState(false);
  const why = useRecordReason(recall.can)('aim');
  const turn = (change: RecallSearch) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  const { total, unmatched, doubtful } = recall.vins;
  return (
    <>
      <div className="filter-row">
        <Segmented
          aria-label={t('recall.vins.shown')}
          value={search.shown ?? 'all'}
          onChange={(shown) => turn({ shown: shown === 'all' ? undefined : (shown as RecallSearch['shown']) })}
          options={[
            { value: 'all', label: `${t('recall.vins.all')} ${number(total)}` },
            { value: 'matched', label: `${t('recall.vins.matched')} ${number(total - unmatched)}` },
            { value: 'unmatched', label: `${t('recall.vins.unmatched')} ${number(unmatched)}` },
            { value: 'doubtful', label: `${t('recall.vins.doubtful')} ${number(doubtful)}` },
          ]}
        />
        <SearchBox
          value={search.q ?? ''}
          placeholder={t('recall.vins.search')}
          onChange={(q) => turn({ q: q || undefined })}
        />
        <div className="end">
          <Deed size="small" icon={<FileUp size={14} />} reason={why} onClick={() => setBringing(true)}>
            {t('recall.vins.add')}
          </Deed>
        </div>
      </div>
      <List recall={recall} search={search} why={why} />
      {isBringing && <VinsForm recall={recall} onClose={() => setBringing(false)} />}
    </>
  );
}

function List({ recall, search, why }: { recall: Recall; search: RecallSearch; why: string | null }) {
  const { t } = useTranslation();
  const { shown, q } = search;
  const list = useEndless<RecallVin>(`/recalls/${recall.id}/vins`, { shown, q }, { pageSize: 100 });
  const remove = useWrite<RecallVin>({
    deed: ({ vin }) => api.remove(`/recalls/${recall.id}/vins/${vin}`),
    touches: () => [['recalls', recall.id]],
    done: () => t('recall.vins.removed'),
  });
  if (list.failure) return <ErrorState failure={list.failure} onRetry={list.retry} />;
  if (!list.isLoading && list.items.length === 0)
    return <Empty icon={ListChecks} title={t('recall.vins.none')} hint={t('recall.vins.noneHint')} />;
  const rows = list.items.map((row) => ({ ...row, id: row.vin }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is too wide scrolls by keys
    <section className="table-frame" tabIndex={0} aria-label={t('recall.vins.title')}>
      <PlainTable<Row>
        label={t('recall.vins.title')}
        rows={list.isLoading ? undefined : rows}
        columns={columns(t, why, (row) => remove.mutate(row))}
        endless={list}
      />
    </section>
  );
}

function columns(t: TFunction, why: string | null, onRemove: (row: RecallVin) => void): PlainColumn<Row>[] {
  return [
    {
      id: 'vin',
      title: t('recall.column.vin'),
      cell: (row) => (
        <span className="num recall-name">
          {row.vin}
          {row.is_doubtful && <Tag tone="amber">{t('recall.vins.doubtful')}</Tag>}
        </span>
      ),
    },
    {
      id: 'car',
      title: t('recall.column.vehicle'),
      cell: (row) =>
        row.vehicle_id ? (
          <Link to="/vehicles/$id" params={{ id: row.vehicle_id }} className="link">
            {t('recall.vins.openCar')}
          </Link>
        ) : (
          <span className="muted">{row.is_matched ? t('recall.vins.isElsewhere') : t('recall.vins.isUnmatched')}</span>
        ),
    },
    {
      id: 'deeds',
      title: '',
      width: 60,
      alignsEnd: true,
      cell: (row) =>
        row.is_matched ? null : (
          <Deed
            type="text"
            size="small"
            icon={<Trash2 size={14} />}
            hint={t('recall.vins.remove', { vin: row.vin })}
            reason={why}
            onClick={() => onRemove(row)}
          />
        ),
    },
  ];
}
