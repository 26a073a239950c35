// What a stale change clashes with.
import { expect, test } from 'vitest';
import { compare } from './conflict';

const SEEN = { occupation: null, city: '上海', stage: 'lead', consultant: { id: '1', name: '林' }, version: 3 };

test('a field only I changed does not clash', () => {
  const now = { ...SEEN, city: '杭州', version: 4 };
  expect(compare(SEEN, now, { stage: 'intent' }, ['city', 'stage'])).toEqual({
    clashes: [],
    theirs: [{ field: 'city', before: '上海', now: '杭州' }],
  });
});

test('a field both changed clashes, with all three values', () => {
  const now = { ...SEEN, occupation: '医生' };
  expect(compare(SEEN, now, { occupation: '教师' }, ['occupation']).clashes).toEqual([
    { field: 'occupation', before: null, theirs: '医生', mine: '教师' },
  ]);
});

test('the same change by both is no clash', () => {
  expect(compare(SEEN, { ...SEEN, stage: 'intent' }, { stage: 'intent' }, []).clashes).toEqual([]);
});

test('a person renamed is still the same person', () => {
  const now = { ...SEEN, consultant: { id: '1', name: '林晓月' } };
  expect(compare(SEEN, now, {}, ['consultant']).theirs).toEqual([]);
});
