// A view and the address that shows it are the same thing said twice.
import { expect, test } from 'vitest';
import { definitionOf, isSameDefinition, readListSearch, searchOf } from './definition';
import { moved } from './order';

const definition = {
  filters: ['stage:any_of:lead', 'tag:any_of:x'],
  sort: '-created',
  columns: ['stage', 'phone'],
  widths: { phone: 180, name: 240 },
  q: '王',
};

test('the address of a view holds its whole definition', () => {
  const search = searchOf(definition, 'view-1');
  expect(search.view).toBe('view-1');
  expect(definitionOf(readListSearch({ ...search }))).toEqual(definition);
});

test('the plain list has a plain address', () => {
  const plain = { filters: [], sort: null, columns: [], widths: {}, q: null };
  expect(Object.values(searchOf(plain)).every((value) => value === undefined)).toBe(true);
  expect(definitionOf({})).toEqual(plain);
});

test('the order of filters does not make another view, the order of columns does', () => {
  expect(isSameDefinition(definition, { ...definition, filters: [...definition.filters].reverse() })).toBe(true);
  expect(isSameDefinition(definition, { ...definition, columns: ['phone', 'stage'] })).toBe(false);
  expect(isSameDefinition(definition, { ...definition, widths: { name: 240, phone: 180 } })).toBe(true);
  expect(isSameDefinition(definition, { ...definition, widths: { phone: 180 } })).toBe(false);
  expect(isSameDefinition({ ...definition, q: null }, { ...definition, q: '' })).toBe(true);
});

test('widths nobody could see are not taken from an address', () => {
  expect(definitionOf({ widths: 'plate:200,vehicle:wide,owner:9999,:90' }).widths).toEqual({ plate: 200 });
});

test('a moved column takes the place of its target, in both directions', () => {
  expect(moved(['a', 'b', 'c', 'd'], 'a', 'c')).toEqual(['b', 'c', 'a', 'd']);
  expect(moved(['a', 'b', 'c', 'd'], 'd', 'b')).toEqual(['a', 'd', 'b', 'c']);
  expect(moved(['a', 'b'], 'a', 'a')).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 'x', 'a')).toEqual(['a', 'b']);
});
