// My day: what is late, what is for today, what comes this week and later; worked off by tap or by key.
import { useQuery } from '@tanstack/react-query';
import { Sparkles } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskSummary, TaskView } from '../../shared/api/types';
import { useEnd, useEndless } from '../../shared/endless';
import { read } from '../../shared/queries';
import { Empty, ErrorState, Skeleton } from '../../shared/ui/states';
import { Absences } from './Absences';
import type { Desk } from './desk';
import { TaskBulkBar } from './TaskBulkBar';
import { type RowDeeds, TaskRow } from './TaskRow';
import { type DueGroup, groupByDue, isSnoozed } from './times';
import { useTaskKeys } from './useTaskKeys';

export function MyDay({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const list = useEndless<TaskView>('/tasks', { mine: true, state: 'open' }, { pageSize: 100 });
  const end = useEnd<HTMLDivElement>(list.more);
  const putOff = useEndless<TaskView>('/tasks', { mine: true, state: 'snoozed' }, { pageSize: 100 });
  const { groups, inOrder } = useMemo(() => arranged([...list.items, ...putOff.items]), [list.items, putOff.items]);
  const { attention, setAttention } = useTaskKeys({
    tasks: inOrder,
    choice: desk.choice,
    onOpen: desk.open,
    onHandOver: desk.handOver,
    onNew: () => desk.turn({ new: true }),
    isActive: desk.isListActive,
  });
  const rowDeeds = useRowDeeds(desk, (id, asked) =>
    setAttention({ present: id, asking: asked ? { id, asked } : null }),
  );
  if (list.failure) return <ErrorState failure={list.failure} onRetry={list.retry} />;
  return (
    <div className="page-body my-day">
      <Absences whose="mine" />
      <Strip left={groups.reduce((sum, { group, tasks }) => sum + (isForToday(group) ? tasks.length : 0), 0)} />
      {list.isLoading && <Skeleton lines={8} />}
      {!list.isLoading && inOrder.length === 0 && (
        <Empty icon={Sparkles} title={t('tasks.allClear')} hint={t('tasks.allClearHint')} />
      )}
      {groups.map(({ group, tasks }) => (
        <section key={group} className="task-group" aria-label={t(`tasks.group.${group}`)}>
          <h2 className={group === 'late' ? 'late' : ''}>
            {t(`tasks.group.${group}`)} <span className="num">{tasks.length}</span>
          </h2>
          <ul>
            {tasks.map((task) => (
              <TaskRow
                key={task.id}
                task={task}
                deeds={rowDeeds}
                isChosen={desk.choice.has(task.id)}
                isPresent={attention.present === task.id}
                asked={attention.asking?.id === task.id ? attention.asking.asked : null}
              />
            ))}
          </ul>
        </section>
      ))}
      <div ref={end} />
      <TaskBulkBar desk={desk} tasks={inOrder} />
    </div>
  );
}

/** The open tasks by when they come up; those put off stand at the end, whenever they return. */
function arranged(tasks: TaskView[]): {
  groups: { group: DueGroup | 'snoozed'; tasks: TaskView[] }[];
  inOrder: TaskView[];
} {
  const open = [...new Map(tasks.map((task) => [task.id, task])).values()].filter((task) => task.state === 'open');
  const waiting = open.filter((task) => isSnoozed(task));
  const groups: { group: DueGroup | 'snoozed'; tasks: TaskView[] }[] = groupByDue(
    open.filter((task) => !isSnoozed(task)),
  );
  if (waiting.length > 0) groups.push({ group: 'snoozed', tasks: waiting });
  return { groups, inOrder: groups.flatMap((group) => group.tasks) };
}

function isForToday(group: DueGroup | 'snoozed'): boolean {
  return group === 'late' || group === 'today';
}

/** How far the day has come, and the figures around it. */
function Strip({ left }: { left: number }) {
  const { t } = useTranslation();
  const { data } = useQuery(read<TaskSummary>('/tasks/summary', { mine: true }));
  const done = data?.done_today ?? 0;
  const cells: [string, number | undefined, string][] = [
    [t('tasks.summary.overdue'), data?.overdue, data?.overdue ? 'late' : ''],
    [t('tasks.summary.today'), data?.today, ''],
    [t('tasks.summary.week'), data?.week, ''],
    [t('tasks.summary.open'), data?.open, ''],
  ];
  return (
    <div className="day-strip">
      <div className="day-progress">
        <Ring share={done + left === 0 ? 1 : done / (done + left)} />
        <div>
          <b className="num">{done}</b>
          <span>{t('tasks.summary.done')}</span>
        </div>
        <span className="seen-by-readers-only">{t('tasks.progress', { done, left })}</span>
      </div>
      {cells.map(([label, value, tone]) => (
        <div key={label}>
          <span>{label}</span>
          <b className={`num ${tone}`}>{value ?? '–'}</b>
        </div>
      ))}
    </div>
  );
}

function Ring({ share }: { share: number }) {
  const around = 2 * Math.PI * 15;
  return (
    <svg width="38" height="38" viewBox="0 0 38 38" aria-hidden>
      <circle cx="19" cy="19" r="15" fill="none" stroke="var(--press)" strokeWidth="4.5" />
      <circle
        cx="19"
        cy="19"
        r="15"
        fill="none"
        stroke="var(--chart2)"
        strokeWidth="4.5"
        strokeLinecap="round"
        strokeDasharray={`${around * share} ${around}`}
        transform="rotate(-90 19 19)"
      />
    </svg>
  );
}

/** The deeds of rows, the same object between renders unless the desk has changed. */
function useRowDeeds(desk: Desk, ask: (id: string, asked: 'outcome' | 'snooze' | null) => void): RowDeeds {
  const { deeds, choice, open, handOver } = desk;
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  const onAsk = useCallback<RowDeeds['onAsk']>((task, asked) => latest.current(task.id, asked), []);
  return useMemo(
    () => ({
      onOpen: open,
      onToggle: (task) => choice.toggle(task.id, () => []),
      onAsk,
      onComplete: (task, outcome, note) => void deeds.complete(task, outcome, note),
      onSnooze: (task, until) => void deeds.snooze(task, until),
      onHandOver: (task) => handOver([task]),
    }),
    [open, choice, onAsk, deeds, handOver],
  );
}
