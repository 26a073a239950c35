// Choosing rows: some, all results, and back.
import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useChoice } from './choice';

const loaded = () => ['a', 'b', 'c'];

test('rows are chosen and dropped one by one', () => {
  const { result } = renderHook(useChoice);
  act(() => result.current.toggle('a', loaded));
  act(() => result.current.toggle('b', loaded));
  act(() => result.current.toggle('a', loaded));
  expect([...result.current.ids]).toEqual(['b']);
  act(() => result.current.clear());
  expect(result.current.isEmpty).toBe(true);
});

test('dropping one of all results keeps the other loaded rows', () => {
  const { result } = renderHook(useChoice);
  act(() => result.current.chooseAll());
  expect(result.current.has('row never loaded')).toBe(true);
  act(() => result.current.toggle('b', loaded));
  expect(result.current.isAll).toBe(false);
  expect([...result.current.ids]).toEqual(['a', 'c']);
});
