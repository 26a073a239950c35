// What one may do with the chosen tasks at once, and the list of those refused.
import { Modal } from 'antd';
import { AlarmClock, Ban, CheckCheck, UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../shared/api/types';
import { FloatingBar } from '../../shared/ui/FloatingBar';
import { PlainTable } from '../../shared/ui/PlainTable';
import { usePower } from '../session/session';
import type { Desk } from './desk';
import { OutcomeChoice, SnoozeChoice } from './TaskChoices';

export function TaskBulkBar({ desk, tasks }: { desk: Desk; tasks: TaskView[] }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const [asked, setAsked] = useState<'outcome' | 'snooze' | null>(null);
  const chosen = tasks.filter((task) => desk.choice.has(task.id));
  const { bulk } = desk;
  const refusal = reason('do_tasks');
  const isOff = bulk.isRunning || refusal !== null;
  return (
    <>
      {chosen.length > 0 && (
        <FloatingBar words={t('tasks.chosen', { count: chosen.length })} onClear={desk.choice.clear}>
          <OutcomeChoice
            task={chosen.length === 1 ? chosen[0]! : { kind: 'call' }}
            isOpen={asked === 'outcome'}
            onOpenChange={(isOpen) => setAsked(isOpen ? 'outcome' : null)}
            onChoose={(outcome, note) =>
              bulk.run({ deed: 'complete', ...(outcome ? { outcome } : {}), ...(note ? { note } : {}) }, chosen)
            }
          >
            <button type="button" disabled={isOff} title={refusal ?? undefined}>
              <CheckCheck size={15} /> {t('tasks.complete')}
            </button>
          </OutcomeChoice>
          <SnoozeChoice
            isOpen={asked === 'snooze'}
            onOpenChange={(isOpen) => setAsked(isOpen ? 'snooze' : null)}
            onChoose={(until) => bulk.run({ deed: 'snooze', until: until.toISOString() }, chosen)}
          >
            <button type="button" disabled={isOff} title={refusal ?? undefined}>
              <AlarmClock size={15} /> {t('tasks.snooze')}
            </button>
          </SnoozeChoice>
          <button
            type="button"
            disabled={bulk.isRunning || reason('assign_tasks') !== null}
            title={reason('assign_tasks') ?? undefined}
            onClick={() => desk.handOver(chosen)}
          >
            <UserRoundPlus size={15} /> {t('tasks.handOver')}
          </button>
          <button
            type="button"
            disabled={isOff}
            title={refusal ?? undefined}
            onClick={() => bulk.run({ deed: 'cancel' }, chosen)}
          >
            <Ban size={15} /> {t('tasks.cancel')}
          </button>
        </FloatingBar>
      )}
      <Refusals bulk={bulk} />
    </>
  );
}

function Refusals({ bulk }: { bulk: Desk['bulk'] }) {
  const { t } = useTranslation();
  const { refusals } = bulk;
  return (
    <Modal
      open={refusals !== null}
      width={560}
      title={t('tasks.refused', { count: refusals?.refused.length ?? 0 })}
      onOk={bulk.forget}
      onCancel={bulk.forget}
      cancelButtonProps={{ style: { display: 'none' } }}
      okText={t('common.close')}
    >
      {refusals && refusals.done > 0 && <p className="second">{t('tasks.refusedHint', { count: refusals.done })}</p>}
      <div className="framed-table" style={{ margin: '12px 0 4px' }}>
        <PlainTable
          label={t('tasks.refused', { count: refusals?.refused.length ?? 0 })}
          rows={refusals?.refused ?? []}
          columns={[
            { id: 'title', title: t('tasks.column.title'), cell: (row) => <b>{row.title}</b> },
            {
              id: 'reason',
              title: t('tasks.reason'),
              cell: (row) => (
                <span className="late">
                  {t(`problem.${row.code.replaceAll('.', '_')}`, { defaultValue: row.detail || row.code })}
                </span>
              ),
            },
          ]}
        />
      </div>
    </Modal>
  );
}
