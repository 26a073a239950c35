// The moments behind the due-date shortcuts.
import { expect, test } from 'vitest';
import { momentOf } from './due';

const FRIDAY_NOON = new Date(2026, 10, 20, 12, 0);

test('today means the end of the working day', () => {
  expect(momentOf('today', FRIDAY_NOON)).toEqual(new Date(2026, 10, 20, 18, 0));
});

test('today after work means in two hours, at a quarter', () => {
  expect(momentOf('today', new Date(2026, 10, 20, 19, 5))).toEqual(new Date(2026, 10, 20, 21, 15));
});

test('tomorrow and later are mornings', () => {
  expect(momentOf('tomorrow', FRIDAY_NOON)).toEqual(new Date(2026, 10, 21, 9, 0));
  expect(momentOf('in3days', FRIDAY_NOON)).toEqual(new Date(2026, 10, 23, 9, 0));
  expect(momentOf('in2weeks', FRIDAY_NOON)).toEqual(new Date(2026, 11, 4, 9, 0));
});

test('next Monday on a Monday is a week away', () => {
  expect(momentOf('nextMonday', FRIDAY_NOON)).toEqual(new Date(2026, 10, 23, 9, 0));
  expect(momentOf('nextMonday', new Date(2026, 10, 23, 8, 0))).toEqual(new Date(2026, 10, 30, 9, 0));
});

test('a month from the 31st is the last day of a shorter month', () => {
  expect(momentOf('nextMonth', new Date(2026, 0, 31, 8, 0))).toEqual(new Date(2026, 1, 28, 9, 0));
});
