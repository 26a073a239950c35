// One task in a list: what, for whom, when, and what can be done about it at once.
import { Link } from '@tanstack/react-router';
import { Tooltip } from 'antd';
import { AlarmClock, CheckCheck, Flag, UserRoundPlus } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../shared/api/types';
import { dateTime, daysUntil, relativeDay, time } from '../../shared/format';
import { Avatar, Plate } from '../../shared/ui/faces';
import { StandingIn } from './Absences';
import { KIND_SIGN } from './kinds';
import { OutcomeChoice, SnoozeChoice } from './TaskChoices';
import { comesUpAt, isSnoozed } from './times';

export type Asked = 'outcome' | 'snooze';

/** What a list lets one do with its tasks. */
export interface RowDeeds {
  onOpen: (task: TaskView) => void;
  onToggle: (task: TaskView) => void;
  onAsk: (task: TaskView, asked: Asked | null) => void;
  onComplete: (task: TaskView, outcome?: string, note?: string) => void;
  onSnooze: (task: TaskView, until: Date) => void;
  onHandOver: (task: TaskView) => void;
}

interface TaskRowProps {
  task: TaskView;
  deeds: RowDeeds;
  isChosen: boolean;
  isPresent: boolean;
  asked: Asked | null;
  hasAssignee?: boolean;
}

export const TaskRow = memo(function TaskRow(props: TaskRowProps) {
  const { task, deeds, isChosen, isPresent, asked, hasAssignee = false } = props;
  const { t } = useTranslation();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isPresent) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isPresent]);
  const can = (deed: string) => task.can.includes(deed);
  const isDone = task.state === 'done';
  return (
    <li
      ref={row}
      className={`task-row${isDone ? ' done' : ''}${isChosen ? ' chosen' : ''}${isPresent ? ' present' : ''}`}
      aria-current={isPresent || undefined}
    >
      <input
        type="checkbox"
        className="check"
        aria-label={t('tasks.select', { title: task.title })}
        checked={isChosen}
        onChange={() => deeds.onToggle(task)}
      />
      {isDone ? (
        <span className="complete is-done" role="img" aria-label={t('tasks.state.done')}>
          <CheckCheck size={13} />
        </span>
      ) : (
        <OutcomeChoice
          task={task}
          isOpen={asked === 'outcome'}
          onOpenChange={(isOpen) => deeds.onAsk(task, isOpen ? 'outcome' : null)}
          onChoose={(outcome, note) => deeds.onComplete(task, outcome, note)}
        >
          <button
            type="button"
            className={`complete sla-${task.sla}`}
            disabled={!can('complete')}
            title={can('complete') ? t('tasks.complete') : t('common.notPossible')}
            aria-label={t('tasks.completeNamed', { title: task.title })}
          >
            <CheckCheck size={13} />
          </button>
        </OutcomeChoice>
      )}
      <KindSign kind={task.kind} />
      <button
        type="button"
        className="task-title"
        aria-label={t('tasks.open', { title: task.title })}
        onClick={() => deeds.onOpen(task)}
      >
        <b className="cut">{task.title}</b>
        {task.note && <span className="muted cut">{task.note}</span>}
      </button>
      <span className="task-about">
        {task.priority === 'high' && (
          <Flag size={13} className="flag" aria-label={t('tasks.highPriority')} role="img" />
        )}
        {task.customer && (
          <Link to="/customers/$id" params={{ id: task.customer.id }} className="task-customer cut">
            <Avatar name={task.customer.name} size={18} />
            <span className="cut">{task.customer.name}</span>
          </Link>
        )}
        {task.vehicle && <Vehicle name={task.vehicle.name} />}
      </span>
      {task.stands_in_for && <StandingIn name={task.stands_in_for.name} />}
      {hasAssignee && task.assignee && (
        <Tooltip title={task.assignee.name}>
          <span>
            <Avatar name={task.assignee.name} size={20} />
          </span>
        </Tooltip>
      )}
      <DueTime task={task} />
      {!isDone && <Deeds {...props} />}
    </li>
  );
});

/** What can be done with a task that is still open. */
function Deeds({ task, deeds, asked }: TaskRowProps) {
  const { t } = useTranslation();
  const can = (deed: string) => task.can.includes(deed);
  return (
    <span className="task-deeds">
      <SnoozeChoice
        isOpen={asked === 'snooze'}
        onOpenChange={(isOpen) => deeds.onAsk(task, isOpen ? 'snooze' : null)}
        onChoose={(until) => deeds.onSnooze(task, until)}
      >
        <button
          type="button"
          className="deed"
          disabled={!can('snooze')}
          title={can('snooze') ? t('tasks.snooze') : t('common.notPossible')}
          aria-label={t('tasks.snoozeNamed', { title: task.title })}
        >
          <AlarmClock size={15} />
          <span>{t('tasks.snooze')}</span>
        </button>
      </SnoozeChoice>
      <button
        type="button"
        className="deed"
        disabled={!can('assign')}
        title={can('assign') ? t('tasks.handOver') : t('common.notPossible')}
        aria-label={t('tasks.handOverNamed', { title: task.title })}
        onClick={() => deeds.onHandOver(task)}
      >
        <UserRoundPlus size={15} />
        <span>{t('tasks.handOver')}</span>
      </button>
    </span>
  );
}

export function KindSign({ kind, size = 24 }: { kind: TaskView['kind']; size?: number }) {
  const { t } = useTranslation();
  const { icon: Icon, tone } = KIND_SIGN[kind] ?? KIND_SIGN.other;
  return (
    <span
      className={`kind-sign tone-${tone}`}
      style={{ width: size, height: size }}
      role="img"
      aria-label={t(`tasks.kind.${kind}`)}
      title={t(`tasks.kind.${kind}`)}
    >
      <Icon size={Math.round(size * 0.56)} />
    </span>
  );
}

/** When it comes up: the time for today, the day otherwise; red when late, amber today. */
export function DueTime({ task }: { task: Pick<TaskView, 'due_at' | 'snoozed_until' | 'sla' | 'state'> }) {
  const { t } = useTranslation();
  const at = comesUpAt(task);
  const days = daysUntil(at);
  const isLate = task.state === 'open' && Date.parse(at) < Date.now();
  const words = days === 0 ? time(at) : days > 0 && days < 7 ? `${relativeDay(at)} ${time(at)}` : relativeDay(at);
  const tone = isLate ? 'late' : task.state === 'open' && task.sla !== 'green' ? 'soon' : 'second';
  return (
    <time className={`task-due ${tone}`} dateTime={at} title={dateTime(task.due_at)}>
      {isSnoozed(task) && (
        <AlarmClock size={12} role="img" aria-label={t('tasks.snoozedUntil', { when: dateTime(at) })} />
      )}
      {words}
    </time>
  );
}

/** `小鹏 G6 · 皖D1J467`: the plate drawn as a plate when the name ends in one. */
function Vehicle({ name }: { name: string }) {
  const plate = /[\u4e00-\u9fff][A-Z]·?[A-Z0-9]{5,6}$/.exec(name)?.[0];
  if (!plate) return <span className="muted cut">{name}</span>;
  return <Plate plate={plate.replace('·', '')} />;
}
