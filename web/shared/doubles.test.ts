import { expect, test, vi } from 'vitest';
import { Doubles } from './doubles';

test('the second click of a double click does nothing, a slower one does', async () => {
  vi.useFakeTimers();
  const doubles = new Doubles();
  expect(doubles.begin({ text: '您好' })).toBe(true);
  expect(doubles.begin({ text: '您好' })).toBe(false);
  expect(doubles.begin({ text: '再见' })).toBe(true);
  await doubles.during({ text: '您好' }, async () => 'sent');
  expect(doubles.begin({ text: '您好' })).toBe(false);
  vi.advanceTimersByTime(500);
  expect(doubles.begin({ text: '您好' })).toBe(true);
  vi.useRealTimers();
});

test('what failed may be tried again at once', async () => {
  const doubles = new Doubles();
  doubles.begin(undefined);
  await expect(doubles.during(undefined, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(doubles.begin(undefined)).toBe(true);
});

test('two files are never taken for one', () => {
  const doubles = new Doubles();
  expect(doubles.begin(new File(['a'], 'a.csv'))).toBe(true);
  expect(doubles.begin(new File(['b'], 'a.csv'))).toBe(true);
});
