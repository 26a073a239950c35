// Tasks on the days they are due: a month or a week, dragged to another day to move them.
import { Button, Segmented } from 'antd';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../shared/api/types';
import { useEndless } from '../../shared/endless';
import { language } from '../../shared/i18n';
import { useKeys } from '../../shared/keys';
import { useIsPhone } from '../../shared/media';
import { ErrorState } from '../../shared/ui/states';
import { CalendarDay } from './CalendarDay';
import './calendar.css';
import { DayList } from './DayList';
import type { Desk } from './desk';
import { calendarDays, dayKey, dayOfKey, startOfDay } from './times';

/** More than this in one period is more than a page can show. */
const MOST = 600;

export function Calendar({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const { search, turn } = desk;
  const period = search.period ?? 'month';
  const around = dayOfKey(search.on);
  const days = calendarDays(around, period);
  const { byDay, isCapped, failure, retry } = useTasksOf(days, search.scope ?? 'mine');
  const [announced, setAnnounced] = useState('');

  const step = (by: number) =>
    period === 'week'
      ? turn({ on: dayKey(startOfDay(around, by * 7)) })
      : turn({ on: dayKey(new Date(around.getFullYear(), around.getMonth() + by, 1)) });
  useKeys(
    {
      arrowleft: () => step(-1),
      arrowright: () => step(1),
      t: () => turn({ on: undefined }),
      n: () => turn({ new: true }),
    },
    desk.isListActive,
  );
  const move = (task: TaskView, day: Date, dueAt: string) => {
    setAnnounced(t('tasks.moved', { when: dayKey(day) }));
    void desk.deeds.change(task, { due_at: dueAt });
  };

  return (
    <>
      <div className="calendar-head">
        <h2>{periodWords(days, around, period)}</h2>
        <Button icon={<ChevronLeft size={15} />} aria-label={t('tasks.calendar.previous')} onClick={() => step(-1)} />
        <Button onClick={() => turn({ on: undefined })}>{t('tasks.calendar.today')}</Button>
        <Button icon={<ChevronRight size={15} />} aria-label={t('tasks.calendar.next')} onClick={() => step(1)} />
        <div className="spring" />
        <Segmented
          aria-label={t('tasks.calendar.scope')}
          value={search.scope ?? 'mine'}
          onChange={(scope) => turn({ scope })}
          options={(['mine', 'team'] as const).map((one) => ({ value: one, label: t(`tasks.calendar.${one}`) }))}
        />
        <Segmented
          aria-label={t('tasks.calendar.period')}
          value={period}
          onChange={(chosen) => turn({ period: chosen })}
          options={(['month', 'week'] as const).map((one) => ({ value: one, label: t(`tasks.calendar.${one}`) }))}
        />
      </div>
      {failure ? (
        <ErrorState failure={failure} onRetry={retry} />
      ) : (
        <div className={`calendar ${period}`}>
          <div className="weekdays" aria-hidden>
            {days.slice(0, 7).map((day) => (
              <span key={dayKey(day)}>{weekday(day)}</span>
            ))}
          </div>
          <div
            className="days"
            style={isPhone ? undefined : { gridTemplateRows: `repeat(${days.length / 7}, minmax(0, 1fr))` }}
          >
            {days.map((day) => (
              <CalendarDay
                key={dayKey(day)}
                day={day}
                tasks={byDay.get(dayKey(day)) ?? []}
                isOutside={period === 'month' && day.getMonth() !== around.getMonth()}
                isTurnedTo={dayKey(day) === dayKey(around)}
                size={isPhone ? 'dots' : period}
                hasAssignee={search.scope === 'team'}
                desk={desk}
                onMove={move}
              />
            ))}
          </div>
        </div>
      )}
      {isPhone && <DayList day={around} tasks={byDay.get(dayKey(around)) ?? []} desk={desk} />}
      {!isPhone && (
        <footer className="grid-foot">
          {isCapped ? (
            <span className="soon">{t('tasks.calendar.capped', { count: MOST })}</span>
          ) : (
            t('tasks.calendar.hint')
          )}
        </footer>
      )}
      <p className="seen-by-readers-only" aria-live="polite">
        {announced}
      </p>
    </>
  );
}

/** The tasks of these days, cancelled ones left out, by the day they are due on. */
function useTasksOf(days: Date[], scope: 'mine' | 'team') {
  const list = useEndless<TaskView>(
    '/tasks',
    { [scope]: true, state: 'all', from: days[0]!.toISOString(), to: startOfDay(days.at(-1)!, 1).toISOString() },
    { pageSize: 200 },
  );
  const { items, hasMore, more, isLoadingMore } = list;
  const wantsMore = hasMore && items.length < MOST && !isLoadingMore;
  useEffect(() => {
    if (wantsMore) more();
  });
  const byDay = new Map<string, TaskView[]>();
  for (const task of items) {
    if (task.state === 'cancelled') continue;
    const key = dayKey(new Date(task.due_at));
    byDay.set(key, [...(byDay.get(key) ?? []), task]);
  }
  for (const tasks of byDay.values()) tasks.sort((one, other) => Date.parse(one.due_at) - Date.parse(other.due_at));
  return { byDay, isCapped: hasMore && items.length >= MOST, failure: list.failure, retry: list.retry };
}

function locale(): string {
  return language() === 'en' ? 'en-GB' : 'zh-CN';
}

function weekday(day: Date): string {
  return new Intl.DateTimeFormat(locale(), { weekday: 'short' }).format(day);
}

function periodWords(days: Date[], around: Date, period: 'month' | 'week'): string {
  if (period === 'month') return new Intl.DateTimeFormat(locale(), { year: 'numeric', month: 'long' }).format(around);
  const range = new Intl.DateTimeFormat(locale(), { year: 'numeric', month: 'long', day: 'numeric' });
  return range.formatRange(days[0]!, days.at(-1)!);
}
