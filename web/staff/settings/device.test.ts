// Browsers are called what people call them.
import { expect, test } from 'vitest';
import { dayOrTime, deviceWords, isHandheld } from './device';

const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0';
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';

test('a browser that names three is called by its own name', () => {
  expect(deviceWords(EDGE)).toBe('Edge · Windows');
  expect(deviceWords(PHONE)).toBe('Safari · iPhone');
});

test('what is not a browser keeps its name', () => {
  expect(deviceWords('curl/8.5')).toBe('curl/8.5');
  expect([EDGE, PHONE].map(isHandheld)).toEqual([false, true]);
});

test('of today one reads the time, of another day the day', () => {
  const now = new Date(2026, 10, 21, 18, 0);
  expect(dayOrTime(new Date(2026, 10, 21, 9, 5).toISOString(), now)).toContain('09:05');
  expect(dayOrTime(new Date(2026, 10, 19, 9, 5).toISOString(), now)).not.toContain(':');
});
