// What a column may be, and what keeps a mapping from being used.
import { expect, test } from 'vitest';
import { isDateField, mappingFaults } from './fields';

const column = (index: number, field: string | null) => ({
  index,
  header: `${index}`,
  samples: [],
  field,
  confidence: 1,
  values: {},
  format: null,
});

test('a required field without a column is missing', () => {
  const targets = [
    { field: 'name', group: 'customer', required: true, joins: false },
    { field: 'phone', group: 'customer', required: false, joins: false },
  ];
  expect(mappingFaults({ columns: [column(0, 'phone'), column(1, null)], targets })).toEqual({
    missing: ['name'],
    twice: [],
  });
});

test('a field of several columns is named once, unless its columns are put together', () => {
  const columns = ['gender', 'gender', 'gender', 'note', 'note'].map((field, index) => column(index, field));
  const targets = [{ field: 'note', group: 'customer', required: false, joins: true }];
  expect(mappingFaults({ columns, targets }).twice).toEqual(['gender']);
});

test('dates are known by the names of their fields', () => {
  expect(
    ['birthday', 'visit.on', 'vehicle.purchased_on', 'vehicle.insurance_until', 'created_at'].map(isDateField),
  ).toEqual([true, true, true, true, true]);
  expect(['phone', 'vehicle.mileage_km', null].map(isDateField)).toEqual([false, false, false]);
});
