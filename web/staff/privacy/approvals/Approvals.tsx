// Exports that wait for somebody else, what was decided, and the rules of it.
import { App, Input, Segmented } from 'antd';
import { FileCheck2, Settings2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useEndless } from '../../../shared/endless';
import { dateTime, number } from '../../../shared/format';
import { useWrite } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { Person, Tag } from '../../../shared/ui/faces';
import { PageHead } from '../../../shared/ui/PageHead';
import { PlainTable } from '../../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../../shared/ui/states';
import { ImportState } from '../../imports/ImportState';
import { usePower, useRecordReason } from '../../session/session';
import { ExportRulesForm } from './ExportRulesForm';

export function Approvals() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const [which, setWhich] = useState<'held' | 'all'>('held');
  const [isShaping, setShaping] = useState(false);
  const list = useEndless<ExportView>('/exports', which === 'held' ? { state: 'held' } : {});
  return (
    <>
      <PageHead title={t('privacy.section.exports')}>
        <Deed icon={<Settings2 size={15} />} reason={reason('keep_privacy')} onClick={() => setShaping(true)}>
          {t('privacy.exports.rules')}
        </Deed>
      </PageHead>
      <div className="filter-row">
        <Segmented<'held' | 'all'>
          value={which}
          onChange={setWhich}
          options={[
            { value: 'held', label: t('privacy.exports.held') },
            { value: 'all', label: t('privacy.exports.all') },
          ]}
        />
      </div>
      {list.failure ? (
        <ErrorState failure={list.failure} onRetry={list.retry} />
      ) : !list.isLoading && list.items.length === 0 ? (
        <Empty icon={FileCheck2} title={t('privacy.exports.none')} hint={t('privacy.exports.why')} />
      ) : (
        <div className="table-frame">
          <ExportTable list={list} />
        </div>
      )}
      {isShaping && <ExportRulesForm onClose={() => setShaping(false)} />}
    </>
  );
}

function ExportTable({ list }: { list: ReturnType<typeof useEndless<ExportView>> }) {
  const { t } = useTranslation();
  return (
    <PlainTable<ExportView>
      label={t('privacy.section.exports')}
      rows={list.isLoading ? undefined : list.items}
      endless={list}
      columns={[
        {
          id: 'what',
          title: t('privacy.exports.what'),
          cell: (one) => (
            <span className="two-lines">
              <b>
                {t(`background.exportOf.${one.about}`, { format: one.format.toUpperCase() })}
                {' · '}
                {t('background.rows', { count: Math.max(one.rows, one.total) })}
              </b>
              <span>{one.reason ?? t('privacy.shares.noPurpose')}</span>
            </span>
          ),
        },
        {
          id: 'by',
          isExtra: true,
          width: 130,
          title: t('privacy.exports.by'),
          cell: (one) => <Person person={one.by} />,
        },
        {
          id: 'holds',
          isExtra: true,
          width: 130,
          title: t('privacy.exports.holds'),
          cell: (one) =>
            one.shows_phones ? (
              <Tag tone="amber">{t('privacy.exports.whole')}</Tag>
            ) : (
              <Tag>{t('privacy.exports.masked')}</Tag>
            ),
        },
        {
          id: 'state',
          width: 190,
          title: t('importing.stateLabel'),
          cell: (one) => (
            <span className="two-lines">
              <ImportState state={one.state} />
              <span>{decided(one, t)}</span>
            </span>
          ),
        },
        { id: 'deeds', title: '', width: 170, cell: (one) => <Decide held={one} /> },
      ]}
    />
  );
}

function decided(one: ExportView, t: ReturnType<typeof useTranslation>['t']): string {
  if (one.state === 'held' && one.approve_until) return t('privacy.exports.until', { at: dateTime(one.approve_until) });
  const times = one.downloads_max
    ? t('privacy.exports.fetched', { times: number(one.downloads), most: number(one.downloads_max) })
    : null;
  return [one.decided_by?.name, one.decision_reason, times, one.mark].filter(Boolean).join(' · ');
}

/** Approve, or turn down with a reason. */
function Decide({ held }: { held: ExportView }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const why = useRecordReason(held.can);
  const words = useRef('');
  const decide = useWrite<{ how: 'approval' | 'refusal'; reason: string | null }>({
    deed: ({ how, reason }) => api.put(`/exports/${held.id}/${how}`, { reason }),
    touches: () => [['exports']],
    done: () => t('common.saved'),
  });
  if (held.state !== 'held') return null;
  const ask = (how: 'approval' | 'refusal') => {
    words.current = '';
    modal.confirm({
      title: t(`privacy.exports.ask.${how}`),
      content: (
        <Input
          aria-label={t('privacy.exports.reason')}
          placeholder={t('privacy.exports.reason')}
          maxLength={200}
          onChange={(event) => {
            words.current = event.target.value;
          }}
        />
      ),
      okText: t(`privacy.exports.${how}`),
      onOk: () => decide.mutateAsync({ how, reason: words.current.trim() || null }).catch(() => undefined),
    });
  };
  return (
    <span className="row-deeds">
      <Deed size="small" type="primary" reason={why('approve')} onClick={() => ask('approval')}>
        {t('privacy.exports.approval')}
      </Deed>
      <Deed size="small" reason={why('refuse')} onClick={() => ask('refusal')}>
        {t('privacy.exports.refusal')}
      </Deed>
    </span>
  );
}
