// The state of an import decides which steps are open.
import { expect, test } from 'vitest';
import { reachableSteps, stepOf } from './steps';

test('a fresh import begins with what was recognised', () => {
  expect(stepOf('mapping', undefined)).toBe('read');
  expect(stepOf('mapping', 'map')).toBe('map');
});

test('a checked import opens at its errors, and one may go back to its columns', () => {
  expect(stepOf('checked', undefined)).toBe('check');
  expect(stepOf('checked', 'map')).toBe('map');
});

test('an import that has written rows has no way back to its columns', () => {
  expect(stepOf('running', 'map')).toBe('run');
  expect(reachableSteps('done')).toEqual(['run']);
});
