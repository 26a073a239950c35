// Addresses are read back as they were written.
import { expect, test } from 'vitest';
import { flag, list, oneOf, parseSearch, stringifySearch, text } from './search';

test('a search is written plainly and read back', () => {
  const search = { q: '王 伟', filter: ['stage:any_of:lead,owner', 'last_visit:older_than_days:60'], sort: '-spend' };
  const words = stringifySearch(search);
  expect(words).toContain('filter=stage:any_of:lead,owner&filter=last_visit:older_than_days:60&sort=-spend');
  expect(parseSearch(words)).toEqual(search);
});

test('what is empty is not written', () => {
  expect(stringifySearch({ q: '', filter: [], sort: undefined, new: false })).toBe('');
});

test('a parameter given once is still a list where a list is meant', () => {
  expect(list(parseSearch('?filter=a:is:b').filter)).toEqual(['a:is:b']);
  expect(list(undefined)).toBeUndefined();
});

test('parameters of the wrong kind are dropped', () => {
  expect(text(['a'])).toBeUndefined();
  expect(text('')).toBeUndefined();
  expect(flag('true')).toBe(true);
  expect(flag('no')).toBeUndefined();
  expect(oneOf('week', ['day', 'week'] as const)).toBe('week');
  expect(oneOf('year', ['day', 'week'] as const)).toBeUndefined();
});
