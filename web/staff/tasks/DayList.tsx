// The tasks of one day below the calendar of a phone.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../shared/api/types';
import { shortDate } from '../../shared/format';
import type { Desk } from './desk';
import { type Asked, TaskRow } from './TaskRow';
import { dayKey } from './times';

export function DayList({ day, tasks, desk }: { day: Date; tasks: TaskView[]; desk: Desk }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<{ id: string; asked: Asked } | null>(null);
  return (
    <section className="task-group day-list" aria-label={shortDate(dayKey(day))}>
      <h2>
        {shortDate(dayKey(day))} <span className="num">{tasks.length}</span>
      </h2>
      {tasks.length === 0 && <p className="muted none">{t('tasks.calendar.none')}</p>}
      <ul>
        {tasks.map((task) => (
          <TaskRow
            key={task.id}
            task={task}
            isChosen={desk.choice.has(task.id)}
            isPresent={false}
            asked={asking?.id === task.id ? asking.asked : null}
            deeds={{
              onOpen: desk.open,
              onToggle: () => desk.choice.toggle(task.id, () => []),
              onAsk: (one, asked) => setAsking(asked ? { id: one.id, asked } : null),
              onComplete: (one, outcome, note) => void desk.deeds.complete(one, outcome, note),
              onSnooze: (one, until) => void desk.deeds.snooze(one, until),
              onHandOver: (one) => desk.handOver([one]),
            }}
          />
        ))}
      </ul>
    </section>
  );
}
