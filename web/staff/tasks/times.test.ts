// Tasks fall into the right part of the day, and calendars have the right days.
import { expect, test } from 'vitest';
import { calendarDays, dayKey, dayOfKey, dueGroup, groupByDue, movedTo, snoozePresets } from './times';

/** A Saturday morning. */
const NOW = new Date(2026, 10, 21, 10, 30);
const at = (day: number, hour = 9) => new Date(2026, 10, day, hour).toISOString();
const task = (due_at: string, snoozed_until: string | null = null) => ({ due_at, snoozed_until });

test('a task due an hour ago is late, one due tonight is for today', () => {
  expect(dueGroup(task(at(21, 9)), NOW)).toBe('late');
  expect(dueGroup(task(at(21, 20)), NOW)).toBe('today');
});

test('the week ends on Sunday', () => {
  expect(dueGroup(task(at(22)), NOW)).toBe('week');
  expect(dueGroup(task(at(23)), NOW)).toBe('later');
});

test('a snoozed task waits where it comes up again', () => {
  expect(dueGroup(task(at(20), at(21, 18)), NOW)).toBe('today');
  expect(dueGroup(task(at(20), at(20, 12)), NOW)).toBe('late');
});

test('groups are in order and empty ones are left out', () => {
  const groups = groupByDue([task(at(28)), task(at(19)), task(at(18))], NOW);
  expect(groups.map(({ group, tasks }) => [group, tasks.length])).toEqual([
    ['late', 2],
    ['later', 1],
  ]);
  expect(groups[0]?.tasks[0]?.due_at).toBe(at(18));
});

test('one cannot snooze until a time that has passed', () => {
  const evening = new Date(2026, 10, 21, 16, 30);
  expect(snoozePresets(evening).map(({ key }) => key)).toEqual(['hour', 'tomorrow', 'monday', 'week']);
  expect(snoozePresets(NOW).find(({ key }) => key === 'monday')?.until).toEqual(new Date(2026, 10, 23, 9));
});

test('a month is shown in whole weeks from Monday on', () => {
  const days = calendarDays(NOW, 'month').map(dayKey);
  expect(days.length).toBe(42);
  expect(days[0]).toBe('2026-10-26');
  expect(days.at(-1)).toBe('2026-12-06');
  expect(calendarDays(new Date(2027, 1, 10), 'month').length).toBe(28);
  expect(calendarDays(NOW, 'week').map(dayKey)[0]).toBe('2026-11-16');
});

test('moving a task to another day keeps its time of day', () => {
  expect(movedTo(at(21, 15), new Date(2026, 10, 30))).toBe(at(30, 15));
});

test('a day that cannot be read is today', () => {
  expect(dayKey(dayOfKey('2026-02-03', NOW))).toBe('2026-02-03');
  expect(dayKey(dayOfKey('soon', NOW))).toBe('2026-11-21');
});
