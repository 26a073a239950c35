// How rates are written.
import { expect, test } from 'vitest';
import { rate } from './words';

test('a rate is written with one place and never rounded up', () => {
  expect([rate(10_000), rate(9_999), rate(6_666), rate(0), rate(null)]).toEqual([
    '100.0%',
    '99.9%',
    '66.6%',
    '0.0%',
    '–',
  ]);
});
