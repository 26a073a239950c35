// Entries under their days.
import { expect, test } from 'vitest';
import type { Entry } from '../../api/types';
import { groupByDay } from './days';

const at = (happened_at: string) => ({ happened_at }) as Entry;

test('entries of one local day that follow one another come together', () => {
  const days = groupByDay([at('2026-11-21T12:00:00'), at('2026-11-21T08:00:00'), at('2026-11-20T23:59:00')]);
  expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([
    ['2026-11-21', 2],
    ['2026-11-20', 1],
  ]);
});
