// My team: a column for each colleague with their load; tasks are dragged from one to another, or chosen and handed over.
import { useQuery } from '@tanstack/react-query';
import { UserRoundX, Users } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskSummary, TaskView } from '../../shared/api/types';
import { useEnd, useEndless } from '../../shared/endless';
import { useKeys } from '../../shared/keys';
import { read } from '../../shared/queries';
import { Avatar } from '../../shared/ui/faces';
import { Empty, ErrorState, Skeleton } from '../../shared/ui/states';
import { Absences } from './Absences';
import type { Desk } from './desk';
import { useTaskDrag, useTaskDrop } from './drag';
import { TaskBulkBar } from './TaskBulkBar';
import { DueTime, KindSign } from './TaskRow';
import './team.css';
import { comesUpAt } from './times';

type Load = TaskSummary['by_assignee'][number];

export function Team({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const summary = useQuery(read<TaskSummary>('/tasks/summary', { team: true }));
  // The tasks on the page, so that the chosen ones can be named wherever they stand.
  const [seen, setSeen] = useState<ReadonlyMap<string, TaskView[]>>(new Map());
  const tasks = [...seen.values()].flat();
  useKeys(
    {
      h: () => {
        const chosen = tasks.filter((task) => desk.choice.has(task.id) && task.can.includes('assign'));
        if (chosen.length > 0) desk.handOver(chosen);
      },
      n: () => desk.turn({ new: true }),
      ...(desk.choice.isEmpty ? {} : { escape: desk.choice.clear }),
    },
    desk.isListActive,
  );
  if (summary.error && !summary.data) {
    return <ErrorState failure={summary.error} onRetry={() => void summary.refetch()} />;
  }
  if (!summary.data) {
    return (
      <div className="page-body">
        <Skeleton lines={8} />
      </div>
    );
  }
  const loads = [...summary.data.by_assignee].sort(
    (one, other) => other.overdue - one.overdue || other.open - one.open,
  );
  const most = Math.max(1, ...loads.map((load) => load.open));
  if (loads.length === 0) return <Empty icon={Users} title={t('tasks.team.none')} hint={t('tasks.team.noneHint')} />;
  return (
    <>
      <Absences whose="all" />
      <p className="board-hint">{t('tasks.team.drop')}</p>
      <section className="team-board" aria-label={t('tasks.team.board')}>
        <Unassigned desk={desk} onSeen={(items) => setSeen((old) => new Map(old).set('none', items))} />
        {loads.map((load) => (
          <Column
            key={load.assignee.id}
            load={load}
            most={most}
            desk={desk}
            onSeen={(items) => setSeen((old) => new Map(old).set(load.assignee.id, items))}
          />
        ))}
      </section>
      <TaskBulkBar desk={desk} tasks={tasks} />
    </>
  );
}

interface ColumnProps {
  load: Load;
  /** The heaviest load of the team. */
  most: number;
  desk: Desk;
  onSeen: (tasks: TaskView[]) => void;
}

function Column({ load, most, desk, onSeen }: ColumnProps) {
  const { t } = useTranslation();
  const column = useRef<HTMLElement>(null);
  const hasBeenSeen = useHasBeenSeen(column);
  const { assignee, open, overdue } = load;
  const list = useEndless<TaskView>('/tasks', { assignee: assignee.id, state: 'open' }, { isActive: hasBeenSeen });
  const end = useEnd<HTMLDivElement>(list.more);
  const tasks = list.items.filter((task) => task.state === 'open' && task.assignee?.id === assignee.id);
  const isOver = useTaskDrop(column, (task) => {
    if (task.assignee?.id !== assignee.id) void desk.deeds.handOver(task, assignee);
  });
  const shown = tasks.map((task) => task.id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for every change of what is shown
  useEffect(() => onSeen(tasks), [shown]);
  return (
    <section ref={column} className={isOver ? 'board-column over' : 'board-column'} aria-label={assignee.name}>
      <header>
        <Avatar name={assignee.name} size={28} />
        <div className="two-lines">
          <b className="cut">{assignee.name}</b>
          <span className="num">
            {open} {t('tasks.team.open')}
            {overdue > 0 && (
              <em className="late">
                {' '}
                · {overdue} {t('tasks.team.overdue')}
              </em>
            )}
          </span>
        </div>
        <Load load={load} most={most} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the column scrolls by keys */}
      <div className="board-cards" tabIndex={0} role="group" aria-label={assignee.name}>
        {list.isLoading && <Skeleton lines={3} />}
        {list.failure && <ErrorState failure={list.failure} onRetry={list.retry} />}
        {hasBeenSeen && !list.isLoading && tasks.length === 0 && <p className="muted none">{t('tasks.team.empty')}</p>}
        {tasks.map((task) => (
          <TaskCard key={task.id} task={task} desk={desk} />
        ))}
        <div ref={end} />
      </div>
    </section>
  );
}

/** Tasks that nobody has, first of all; no column when there are none. */
function Unassigned({ desk, onSeen }: Pick<ColumnProps, 'desk' | 'onSeen'>) {
  const { t } = useTranslation();
  const list = useEndless<TaskView>('/tasks', { assignee: 'none', state: 'open' });
  const end = useEnd<HTMLDivElement>(list.more);
  const tasks = list.items.filter((task) => task.state === 'open' && !task.assignee);
  const shown = tasks.map((task) => task.id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for every change of what is shown
  useEffect(() => onSeen(tasks), [shown]);
  if (tasks.length === 0) return null;
  const title = t('tasks.unassigned');
  return (
    <section className="board-column" aria-label={title}>
      <header>
        <span className="nobody">
          <UserRoundX size={15} />
        </span>
        <div className="two-lines">
          <b>{title}</b>
          <span className="num">
            {list.hasMore ? `${tasks.length}+` : tasks.length} {t('tasks.team.open')}
          </span>
        </div>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the column scrolls by keys */}
      <div className="board-cards" tabIndex={0} role="group" aria-label={title}>
        {tasks.map((task) => (
          <TaskCard key={task.id} task={task} desk={desk} />
        ))}
        <div ref={end} />
      </div>
    </section>
  );
}

/** The share of the heaviest load, the overdue part in red. */
function Load({ load, most }: { load: Load; most: number }) {
  const { t } = useTranslation();
  return (
    <span
      className="load"
      role="meter"
      aria-label={t('tasks.team.load', { name: load.assignee.name })}
      aria-valuenow={load.open}
      aria-valuemin={0}
      aria-valuemax={most}
    >
      <i style={{ width: `${(load.overdue / most) * 100}%`, background: 'var(--chart5)' }} />
      <i style={{ width: `${((load.open - load.overdue) / most) * 100}%`, background: 'var(--chart1)' }} />
    </span>
  );
}

function TaskCard({ task, desk }: { task: TaskView; desk: Desk }) {
  const { t } = useTranslation();
  const card = useRef<HTMLElement>(null);
  const isDragged = useTaskDrag(card, task, task.can.includes('assign'));
  const isChosen = desk.choice.has(task.id);
  const isLate = Date.parse(comesUpAt(task)) < Date.now();
  return (
    <article
      ref={card}
      className={`task-card${isDragged ? ' dragged' : ''}${isChosen ? ' chosen' : ''}${isLate ? ' is-late' : ''}`}
    >
      <p>
        <KindSign kind={task.kind} size={20} />
        <button type="button" className="card-title" title={task.title} onClick={() => desk.open(task)}>
          {task.title}
        </button>
        <input
          type="checkbox"
          className="check"
          aria-label={t('tasks.select', { title: task.title })}
          checked={isChosen}
          onChange={() => desk.choice.toggle(task.id, () => [])}
        />
      </p>
      <p className="muted">
        <span className="cut">{[task.customer?.name, task.vehicle?.name].filter(Boolean).join(' · ')}</span>
        <DueTime task={task} />
      </p>
    </article>
  );
}

/** Whether the element has ever come into sight; columns far to the right are read only then. */
function useHasBeenSeen(element: RefObject<HTMLElement | null>): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (!element.current || isSeen) return;
    const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && setSeen(true), {
      rootMargin: '200px',
    });
    watch.observe(element.current);
    return () => watch.disconnect();
  }, [element, isSeen]);
  return isSeen;
}
