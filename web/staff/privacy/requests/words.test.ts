// Steps and proofs of requests.
import { expect, test } from 'vitest';
import { methodsFor, stepsOf } from './words';

test('a refused request has been decided and waits to be closed', () => {
  const steps = stepsOf({ state: 'refused' });
  expect(steps.find((step) => step.isPresent)?.step).toBe('decided');
  expect(steps.filter((step) => step.isDone).map((step) => step.step)).toEqual(['received', 'identified', 'in_work']);
});

test('a closed request has all its steps behind it', () => {
  expect(stepsOf({ state: 'closed' }).every((step) => step.isDone)).toBe(true);
});

test('kinship is proven by relatives alone', () => {
  expect(methodsFor('relative')).toContain('kinship_proven');
  expect(methodsFor('person')).not.toContain('kinship_proven');
});
