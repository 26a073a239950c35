// Changing roles in the matrix.
import { expect, test } from 'vitest';
import { byDepartment, countChanges, type Draft, has, put } from './matrix';

const role = { id: 'r1', permissions: ['see', 'edit'] };
const NOTHING: Draft = new Map();

test('a box ticked and a box cleared are two changes', () => {
  const draft = put(put(NOTHING, role, ['add'], true), role, ['edit'], false);
  expect(countChanges(draft, [role])).toBe(2);
  expect(has(draft, role, 'add')).toBe(true);
  expect(has(draft, role, 'edit')).toBe(false);
});

test('a change taken back leaves nothing to save', () => {
  const draft = put(put(NOTHING, role, ['add'], true), role, ['add'], false);
  expect(draft.size).toBe(0);
});

test('permissions keep their order within their department', () => {
  const permission = (name: string, department: string) => ({ name, department, description: '' });
  const groups = byDepartment([permission('a', 'x'), permission('b', 'y'), permission('c', 'x')]);
  expect(groups.map(([department, list]) => [department, list.map(({ name }) => name)])).toEqual([
    ['x', ['a', 'c']],
    ['y', ['b']],
  ]);
});
