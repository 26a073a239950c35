// The axis of a chart.
import { expect, test } from 'vitest';
import { scale } from './charts';

test.each([
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [46, [0, 20, 40, 60]],
  [400, [0, 100, 200, 300, 400]],
])('an axis up to %i has round steps', (most, steps) => {
  expect(scale(most)).toEqual(steps);
});
