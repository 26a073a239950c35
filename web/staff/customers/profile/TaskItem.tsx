// A task where it belongs, on the page of its customer, car or day: finished, put off and handed over without leaving.
import { Link } from '@tanstack/react-router';
import { AlarmClock, Check, RotateCcw, UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../../shared/api/types';
import { dateTime } from '../../../shared/format';
import { Deed } from '../../../shared/ui/Deed';
import { Person } from '../../../shared/ui/faces';
import { useTaskDeeds } from '../../tasks/deeds';
import { HandOver } from '../../tasks/HandOver';
import { OutcomeChoice, SnoozeChoice } from '../../tasks/TaskChoices';
import { DueTime, KindSign } from '../../tasks/TaskRow';
import '../../tasks/tasks.css';
import './task-item.css';

interface TaskItemProps {
  task: TaskView;
  /** What need not be named, because the page is about it. */
  about: 'customer' | 'vehicle' | 'all';
}

export function TaskItem({ task, about }: TaskItemProps) {
  const { t } = useTranslation();
  const deeds = useTaskDeeds();
  const [asked, setAsked] = useState<'outcome' | 'snooze' | 'handOver' | null>(null);
  const ask = (what: 'outcome' | 'snooze') => (isOpen: boolean) => setAsked(isOpen ? what : null);
  const reason = (deed: string) => (task.can.includes(deed) ? null : t('common.notPossible'));
  const isDone = task.state !== 'open';
  return (
    <article className={`task-item${isDone ? ' done' : ''}`}>
      <KindSign kind={task.kind} size={28} />
      <div className="task-item-words">
        <b>{task.title}</b>
        <p>
          {about !== 'customer' && task.customer && (
            <Link to="/customers/$id" params={{ id: task.customer.id }} className="link">
              {task.customer.name}
            </Link>
          )}
          {about !== 'vehicle' && task.vehicle && (
            <Link to="/vehicles/$id" params={{ id: task.vehicle.id }} className="link">
              {task.vehicle.name}
            </Link>
          )}
          {about !== 'all' && task.assignee && <Person person={task.assignee} size={16} />}
          {isDone && task.outcome && <span>{t(`outcome.${task.outcome}`, { defaultValue: task.outcome })}</span>}
          {task.note && <span className="cut">{task.note}</span>}
        </p>
      </div>
      {isDone ? (
        <time className="muted" title={dateTime(task.done_at)}>
          {dateTime(task.done_at ?? task.due_at)}
        </time>
      ) : (
        <DueTime task={task} />
      )}
      <span className="task-item-deeds">
        {isDone ? (
          <Deed
            type="text"
            size="small"
            hint={t('tasks.reopen')}
            reason={reason('reopen')}
            icon={<RotateCcw size={14} />}
            onClick={() => void deeds.reopen(task)}
          />
        ) : (
          <>
            <Deed
              type="text"
              size="small"
              hint={t('tasks.handOver')}
              aria-label={t('tasks.handOverNamed', { title: task.title })}
              reason={reason('assign')}
              icon={<UserRoundPlus size={14} />}
              onClick={() => setAsked('handOver')}
            />
            <SnoozeChoice
              isOpen={asked === 'snooze'}
              onOpenChange={ask('snooze')}
              onChoose={(until) => void deeds.snooze(task, until)}
            >
              <Deed
                type="text"
                size="small"
                aria-label={t('tasks.snoozeNamed', { title: task.title })}
                title={t('tasks.snooze')}
                reason={reason('snooze')}
                icon={<AlarmClock size={14} />}
              />
            </SnoozeChoice>
            <OutcomeChoice
              task={task}
              isOpen={asked === 'outcome'}
              onOpenChange={ask('outcome')}
              onChoose={(outcome, note) => void deeds.complete(task, outcome, note)}
            >
              <Deed
                size="small"
                aria-label={t('tasks.completeNamed', { title: task.title })}
                title={t('tasks.complete')}
                reason={reason('complete')}
                icon={<Check size={14} />}
              >
                {t('common.done')}
              </Deed>
            </OutcomeChoice>
          </>
        )}
      </span>
      <HandOver
        titles={asked === 'handOver' ? [task.title] : []}
        from={task.assignee?.id}
        onClose={() => setAsked(null)}
        onHandOver={(to, note) => {
          setAsked(null);
          void deeds.handOver(task, to, note);
        }}
      />
    </article>
  );
}
