// Which pages a happening makes old.
import { expect, test } from 'vitest';
import { touchedBy } from './live';

const happening = (name: string, customer_id: string | null, vehicle_id: string | null = null) =>
  touchedBy({ name, customer_id, vehicle_id, store_id: null, happened_at: '' });

test('what happens to a customer touches their record and the lists they stand in', () => {
  expect(happening('customer.changed', 'c1')).toEqual({ records: ['customers/c1'], lists: ['home', 'customers'] });
});

test('a task of a customer with a car touches all three', () => {
  expect(happening('task.completed', 'c1', 'v1')).toEqual({
    records: ['customers/c1', 'vehicles/v1'],
    lists: ['home', 'customers', 'vehicles', 'tasks'],
  });
});

test('an import touches the imports', () => {
  expect(happening('import.finished', null).lists).toEqual(['home', 'imports']);
});
