// What a column may be, and what keeps a mapping from being used.
import { expect, test } from 'vitest';
import type { ColumnMap, ImportField, TargetView } from '../../shared/api/types';
import { choicesOf, constantTargets, idleGroups, isDateField, mappingFaults, targetOfKey, targetWords } from './fields';

const column = (index: number, field: ImportField | null): ColumnMap => ({
  index,
  header: `${index}`,
  samples: [],
  field,
  purpose: null,
  confidence: 1,
  values: {},
  format: null,
  overwrites: false,
});

const target = (field: ImportField, more: Partial<TargetView> = {}): TargetView => ({
  field,
  purpose: null,
  group: 'customer',
  required: false,
  joins: false,
  overwrites: false,
  ...more,
});

test('a required field without a column is missing', () => {
  const targets = [target('name', { required: true }), target('phone')];
  expect(mappingFaults({ columns: [column(0, 'phone'), column(1, null)], targets })).toEqual({
    missing: ['name'],
    twice: [],
  });
});

test('a field of several columns is named once, unless its columns are put together', () => {
  const fields = ['gender', 'gender', 'gender', 'note', 'note'] as const;
  const columns = fields.map((field, index) => column(index, field));
  const targets = [target('note', { joins: true })];
  expect(mappingFaults({ columns, targets }).twice).toEqual(['gender']);
});

test('columns of two purposes are two, of one purpose they are one too many', () => {
  const asked = (index: number, purpose: string) => ({ ...column(index, 'consent.purpose'), purpose });
  const targets = ['news', 'events'].map((code) => target('consent.purpose', { purpose: { code, name: `(${code})` } }));
  const columns = [asked(0, 'news'), asked(1, 'events')];
  expect(mappingFaults({ columns, targets }).twice).toEqual([]);
  const { twice } = mappingFaults({ columns: [...columns, asked(2, 'news')], targets });
  expect(twice).toEqual(['consent.purpose:news']);
  expect(targetWords(twice[0]!, targets, ((key: string) => key) as never)).toBe('(news)');
  expect(targetOfKey('consent.purpose:news')).toEqual({ field: 'consent.purpose', purpose: 'news' });
});

test('dates are known by the names of their fields', () => {
  expect(
    ['birthday', 'visit.on', 'vehicle.purchased_on', 'vehicle.insurance_until', 'created_at'].map(isDateField),
  ).toEqual([true, true, true, true, true]);
  expect(['phone', 'vehicle.mileage_km', null].map(isDateField)).toEqual([false, false, false]);
});

test('one value for all rows is offered where no column is, and never for what tells rows apart', () => {
  const targets = (
    ['name', 'phone', 'store', 'source', 'city', 'vehicle.vin', 'vehicle.brand', 'visit.external_id'] as const
  ).map((field) => target(field));
  const offered = constantTargets({ columns: [column(0, 'name'), column(1, 'city')], constants: {}, targets });
  expect(offered.map(({ field }) => field)).toEqual(['source', 'vehicle.brand']);
});

test('a store is chosen among those the importer may import into', () => {
  const stores = [{ id: 'a', code: 'SH01', name: '上海店' }];
  expect(choicesOf('store', stores, ((key: string) => key) as never)).toEqual([{ value: 'SH01', label: '上海店' }]);
});

test('a value for all cars waits for a column that makes one', () => {
  const targets = [
    target('source'),
    target('vehicle.brand', { group: 'vehicle' }),
    target('vehicle.vin', { group: 'vehicle' }),
  ];
  expect(idleGroups({ columns: [column(0, 'name')], targets }, ['source', 'vehicle.brand'])).toEqual(['vehicle']);
  expect(idleGroups({ columns: [column(0, 'vehicle.vin')], targets }, ['vehicle.brand'])).toEqual([]);
});
