// When tasks are due: groups of a day's list, times to snooze until, weeks and months of a calendar.
import type { TaskView } from '../../shared/api/types';

export type DueGroup = 'late' | 'today' | 'week' | 'later';
export const DUE_GROUPS: DueGroup[] = ['late', 'today', 'week', 'later'];

type Timed = Pick<TaskView, 'due_at' | 'snoozed_until'>;

/** When the task comes up: its due time, or the end of the snooze when that is later. */
export function comesUpAt(task: Timed): string {
  const { due_at, snoozed_until } = task;
  return snoozed_until && Date.parse(snoozed_until) > Date.parse(due_at) ? snoozed_until : due_at;
}

export function isSnoozed(task: Timed, now = new Date()): boolean {
  return task.snoozed_until !== null && Date.parse(task.snoozed_until) > now.getTime();
}

/** Late is before now; the week ends on Sunday. A snoozed task belongs where it comes up again. */
export function dueGroup(task: Timed, now = new Date()): DueGroup {
  const at = Date.parse(comesUpAt(task));
  if (at < now.getTime()) return 'late';
  if (at < startOfDay(now, 1).getTime()) return 'today';
  return at < startOfWeek(now, 1).getTime() ? 'week' : 'later';
}

/** The tasks in the order they come up, cut into groups; empty groups are left out. */
export function groupByDue<T extends Timed>(tasks: T[], now = new Date()): { group: DueGroup; tasks: T[] }[] {
  const ordered = [...tasks].sort((one, other) => Date.parse(comesUpAt(one)) - Date.parse(comesUpAt(other)));
  return DUE_GROUPS.map((group) => ({ group, tasks: ordered.filter((task) => dueGroup(task, now) === group) })).filter(
    ({ tasks }) => tasks.length > 0,
  );
}

export type SnoozePreset = 'hour' | 'afternoon' | 'evening' | 'tomorrow' | 'monday' | 'week';

/** The times one may snooze until, those that have passed today left out. */
export function snoozePresets(now = new Date()): { key: SnoozePreset; until: Date }[] {
  const all: { key: SnoozePreset; until: Date }[] = [
    { key: 'hour', until: new Date(now.getTime() + 3_600_000) },
    { key: 'afternoon', until: atHour(now, 14) },
    { key: 'evening', until: atHour(now, 17) },
    { key: 'tomorrow', until: atHour(startOfDay(now, 1), 9) },
    { key: 'monday', until: atHour(startOfWeek(now, 1), 9) },
    { key: 'week', until: atHour(startOfDay(now, 7), 9) },
  ];
  return all.filter(({ key, until }) => key === 'hour' || until.getTime() > now.getTime() + 3_600_000);
}

/** The days of the calendar page around a day: one week, or the whole weeks of its month; weeks begin on Monday. */
export function calendarDays(around: Date, period: 'month' | 'week'): Date[] {
  if (period === 'week') return daysFrom(startOfWeek(around), 7);
  const first = startOfWeek(new Date(around.getFullYear(), around.getMonth(), 1));
  const afterLast = new Date(around.getFullYear(), around.getMonth() + 1, 1);
  const weeks = Math.ceil((afterLast.getTime() - first.getTime()) / (7 * 86_400_000) - 0.05);
  return daysFrom(first, weeks * 7);
}

/** The same time of day on another day. */
export function movedTo(dueAt: string, day: Date): string {
  const at = new Date(dueAt);
  return new Date(
    day.getFullYear(),
    day.getMonth(),
    day.getDate(),
    at.getHours(),
    at.getMinutes(),
    at.getSeconds(),
  ).toISOString();
}

/** `2026-11-21`: names a local day. */
export function dayKey(day: Date): string {
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
}

/** The local day a key names; today when it names none. */
export function dayOfKey(key: string | undefined, now = new Date()): Date {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(key ?? '');
  return parts ? new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) : startOfDay(now);
}

export function startOfDay(day: Date, plus = 0): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + plus);
}

/** Monday of the week, `plus` weeks on. */
export function startOfWeek(day: Date, plus = 0): Date {
  return startOfDay(day, -((day.getDay() + 6) % 7) + plus * 7);
}

function daysFrom(first: Date, count: number): Date[] {
  return Array.from({ length: count }, (_, offset) => startOfDay(first, offset));
}

function atHour(day: Date, hour: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour);
}
