// Which value wins, and what is shown first.
import { expect, test } from 'vitest';
import type { MergeChoice } from '../../../shared/api/types';
import { inOrder, resultOf, winnerOf } from './choices';

const choice = (field: MergeChoice['field'], kept: string | null, absorbed: string | null): MergeChoice => ({
  field,
  kept,
  absorbed,
  differs: kept !== absorbed,
  proposed: kept ? 'kept' : 'absorbed',
  why: 'newer',
});

test('what is proposed holds until somebody chooses', () => {
  const name = choice('name', '王小明', '王晓明');
  expect(winnerOf(name, {})).toBe('kept');
  expect(resultOf(name, { name: 'absorbed' })).toBe('王晓明');
  expect(resultOf(choice('source', null, '车展'), {})).toBe('车展');
});

test('fields with two values come first', () => {
  const all = [choice('kind', 'person', 'person'), choice('name', '王小明', '王晓明'), choice('source', null, '车展')];
  const { open, settled } = inOrder(all);
  expect(open.map(({ field }) => field)).toEqual(['name']);
  expect(settled.map(({ field }) => field)).toEqual(['kind', 'source']);
});
