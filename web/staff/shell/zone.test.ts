import { expect, test } from 'vitest';
import { showsAnotherTime } from './zone';

const SUMMER = new Date('2026-07-01T18:00:00Z');
const WINTER = new Date('2026-12-01T18:00:00Z');

test('the clock tells, not the name of the zone', () => {
  expect(showsAnotherTime('Asia/Shanghai', SUMMER, 'Asia/Singapore')).toBe(false);
  expect(showsAnotherTime('Asia/Shanghai', SUMMER, 'Asia/Urumqi')).toBe(true);
});

test('summer time counts while it lasts', () => {
  expect(showsAnotherTime('Europe/London', WINTER, 'UTC')).toBe(false);
  expect(showsAnotherTime('Europe/London', SUMMER, 'UTC')).toBe(true);
});
