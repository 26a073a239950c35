// Changes of key fields that wait for their proof, and those that are over.
import { Button, Select } from 'antd';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PendingChangeView } from '../../shared/api/types';
import { useEndless } from '../../shared/endless';
import { dateTime, relativeDay } from '../../shared/format';
import { Tag, type Tone } from '../../shared/ui/faces';
import { PlainTable } from '../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../shared/ui/states';
import { ChangeCustomer, VerifyDialog } from './VerifyDialog';

const STATES = ['waiting', 'applied', 'cancelled', 'expired'] as const;
const TONES: Record<(typeof STATES)[number], Tone> = {
  waiting: 'amber',
  applied: 'green',
  cancelled: 'slate',
  expired: 'slate',
};

export function PendingChanges() {
  const { t } = useTranslation();
  const [state, setState] = useState<(typeof STATES)[number]>('waiting');
  const [open, setOpen] = useState<string | null>(null);
  const list = useEndless<PendingChangeView>('/pending-changes', { state });
  return (
    <>
      <div className="filter-row">
        <Select
          aria-label={t('verified.column.state')}
          value={state}
          onChange={setState}
          options={STATES.map((one) => ({ value: one, label: t(`verified.states.${one}`) }))}
        />
      </div>
      {list.failure ? (
        <ErrorState failure={list.failure} onRetry={list.retry} />
      ) : !list.isLoading && list.items.length === 0 ? (
        <Empty icon={ShieldCheck} title={t('verified.none')} hint={t('verified.noneHint')} />
      ) : (
        <div className="table-frame">
          <PlainTable<PendingChangeView>
            label={t('verified.pending')}
            rows={list.isLoading ? undefined : list.items}
            endless={list}
            onOpen={(change) => setOpen(change.id)}
            columns={[
              {
                id: 'customer',
                title: t('verified.column.customer'),
                cell: (change) => <ChangeCustomer change={change} />,
              },
              {
                id: 'what',
                title: t('verified.column.what'),
                cell: (change) => (
                  <span className="two-lines">
                    <b>{t(`verified.field.${change.field}`)}</b>
                    <span className="num">
                      {change.from} → {change.to ?? t('verified.taken')}
                    </span>
                  </span>
                ),
              },
              {
                id: 'by',
                title: t('verified.column.by'),
                isExtra: true,
                cell: (change) => (
                  <span className="two-lines">
                    <b>{change.asked_by}</b>
                    <span title={dateTime(change.asked_at)}>{relativeDay(change.asked_at)}</span>
                  </span>
                ),
              },
              {
                id: 'expires',
                title: t('verified.column.expires'),
                isExtra: true,
                cell: (change) => <span className="num">{dateTime(change.settled_at ?? change.expires_at)}</span>,
              },
              {
                id: 'state',
                title: t('verified.column.state'),
                cell: (change) => (
                  <Tag tone={TONES[change.state]} hasDot>
                    {t(`verified.states.${change.state}`)}
                  </Tag>
                ),
              },
              {
                id: 'open',
                title: '',
                alignsEnd: true,
                cell: (change) => (
                  <Button size="small" onClick={() => setOpen(change.id)}>
                    {t(change.state === 'waiting' ? 'verified.goOn' : 'verified.look')}
                  </Button>
                ),
              },
            ]}
          />
        </div>
      )}
      {open && <VerifyDialog changeId={open} onClose={() => setOpen(null)} />}
    </>
  );
}
