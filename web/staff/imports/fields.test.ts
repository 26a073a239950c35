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
    { field: 'name', group: 'customer', required: true },
    { field: 'phone', group: 'customer', required: false },
  ];
  expect(mappingFaults({ columns: [column(0, 'phone'), column(1, null)], targets })).toEqual({
    missing: ['name'],
    twice: [],
  });
});

test('a field of two columns is named once', () => {
  const columns = [column(0, 'phone'), column(1, 'phone'), column(2, 'phone')];
  expect(mappingFaults({ columns, targets: [] }).twice).toEqual(['phone']);
});

test('dates are known by their names, also with the noun in front', () => {
  expect(['birthday', 'vehicle.purchased_on', 'insurance_until'].map(isDateField)).toEqual([true, true, true]);
  expect(['phone', 'mileage_km', null].map(isDateField)).toEqual([false, false, false]);
});
