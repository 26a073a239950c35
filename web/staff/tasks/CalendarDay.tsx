// One day of the calendar: its tasks, and a place to drop others on.
import { Popover } from 'antd';
import { Check, Plus } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../shared/api/types';
import { shortDate, time } from '../../shared/format';
import { Avatar } from '../../shared/ui/faces';
import type { Desk } from './desk';
import { useTaskDrag, useTaskDrop } from './drag';
import { dayKey, movedTo, startOfDay } from './times';

/** What fits into a day of a month. */
const FITTING = 3;

interface CalendarDayProps {
  day: Date;
  tasks: TaskView[];
  /** Whether the day belongs to the month before or after. */
  isOutside: boolean;
  isTurnedTo: boolean;
  /** Pills in a month, cards in a week, dots on a phone. */
  size: 'month' | 'week' | 'dots';
  hasAssignee: boolean;
  desk: Desk;
  onMove: (task: TaskView, day: Date, dueAt: string) => void;
}

export function CalendarDay(props: CalendarDayProps) {
  const { day, tasks, isOutside, isTurnedTo, size, hasAssignee, desk, onMove } = props;
  const { t } = useTranslation();
  const cell = useRef<HTMLElement>(null);
  const key = dayKey(day);
  const isToday = key === dayKey(new Date());
  const put = (task: TaskView, on: Date) => {
    const dueAt = movedTo(task.due_at, on);
    if (dueAt !== task.due_at) onMove(task, on, dueAt);
  };
  const isOver = useTaskDrop(cell, (task) => put(task, day));
  const fitting = size === 'week' ? tasks : tasks.slice(0, tasks.length > FITTING ? FITTING - 1 : FITTING);
  const rest = tasks.slice(fitting.length);
  const pill = (task: TaskView) => (
    <TaskPill
      key={task.id}
      task={task}
      hasAssignee={hasAssignee}
      onOpen={() => desk.open(task)}
      onShift={(days) => put(task, startOfDay(new Date(task.due_at), days))}
    />
  );
  const number = <span className={isToday ? 'day-number today' : 'day-number'}>{day.getDate()}</span>;
  const classes = `calendar-day${isOutside ? ' outside' : ''}${isOver ? ' over' : ''}${isToday ? ' is-today' : ''}`;
  if (size === 'dots') {
    const open = tasks.filter((task) => task.state === 'open');
    return (
      <section ref={cell} className={`${classes}${isTurnedTo ? ' turned-to' : ''}`}>
        <button
          type="button"
          aria-label={`${shortDate(key)} · ${t('tasks.total', { count: tasks.length })}`}
          aria-pressed={isTurnedTo}
          onClick={() => desk.turn({ on: key })}
        >
          {number}
          <span className="dots">
            {open.slice(0, 3).map((task) => (
              <i key={task.id} className={task.sla} />
            ))}
          </span>
        </button>
      </section>
    );
  }
  return (
    <section
      ref={cell}
      className={classes}
      aria-label={`${shortDate(key)} · ${t('tasks.total', { count: tasks.length })}`}
    >
      <header>
        {number}
        <button
          type="button"
          className="add"
          aria-label={t('tasks.calendar.add', { day: shortDate(key) })}
          onClick={() => desk.turn({ on: key, new: true })}
        >
          <Plus size={13} />
        </button>
      </header>
      {fitting.map(pill)}
      {rest.length > 0 && (
        <Popover
          trigger="click"
          placement="right"
          title={shortDate(key)}
          content={<div className="day-rest">{tasks.map(pill)}</div>}
          destroyOnHidden
        >
          <button type="button" className="rest">
            {t('tasks.calendar.more', { count: rest.length })}
          </button>
        </Popover>
      )}
    </section>
  );
}

interface TaskPillProps {
  task: TaskView;
  hasAssignee: boolean;
  onOpen: () => void;
  /** Moves it by so many days. */
  onShift: (days: number) => void;
}

const SHIFT: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function TaskPill({ task, hasAssignee, onOpen, onShift }: TaskPillProps) {
  const { t } = useTranslation();
  const pill = useRef<HTMLButtonElement>(null);
  const [isShifting, setShifting] = useState(false);
  const isDragged = useTaskDrag(pill, task, task.can.includes('edit'));
  const isDone = task.state === 'done';
  const onKeyDown = (event: KeyboardEvent) => {
    const days = SHIFT[event.key];
    if (!event.altKey || !days || !task.can.includes('edit')) return;
    event.preventDefault();
    event.stopPropagation();
    setShifting(true);
    onShift(days);
  };
  const whom = task.customer ?? task.vehicle;
  const about = [task.title, task.customer?.name, task.vehicle?.name, task.assignee?.name].filter(Boolean).join(' · ');
  return (
    <button
      ref={pill}
      type="button"
      className={`task-pill sla-${task.sla}${isDone ? ' done' : ''}${isDragged || isShifting ? ' dragged' : ''}`}
      title={`${time(task.due_at)} ${about}`}
      aria-label={`${time(task.due_at)} ${about}${isDone ? ` · ${t('tasks.state.done')}` : ''}`}
      onClick={onOpen}
      onKeyDown={onKeyDown}
    >
      {isDone ? <Check size={11} /> : <time>{time(task.due_at)}</time>}
      <span className="cut">{task.title}</span>
      {whom && <span className="customer cut">{whom.name}</span>}
      {hasAssignee && task.assignee && <Avatar name={task.assignee.name} size={16} />}
    </button>
  );
}
