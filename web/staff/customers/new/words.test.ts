// The form of a new customer, to the server and back.
import { expect, test } from 'vitest';
import { newCustomerOf, placesOf } from './words';

test('what was left empty is not sent', () => {
  expect(newCustomerOf({ kind: 'person', name: ' 王伟 ', phone: ' ', note: '', consultant_id: null }, false)).toEqual({
    kind: 'person',
    name: '王伟',
  });
});

test('the phone becomes the first of the phones, the car a vehicle', () => {
  const words = {
    kind: 'person' as const,
    name: '王伟',
    phone: '13912345678',
    car: {
      vin: 'lsvaa49j132047371',
      plate: '沪A12345',
      brand: '大众',
      series: '帕萨特',
      mileage_km: 0,
      confirm_vin: false,
    },
  };
  expect(newCustomerOf(words, true)).toEqual({
    kind: 'person',
    name: '王伟',
    phones: ['13912345678'],
    vehicle: { vin: 'LSVAA49J132047371', plate: '沪A12345', brand: '大众', series: '帕萨特', mileage_km: 0 },
  });
  expect(newCustomerOf(words, false)).not.toHaveProperty('vehicle');
});

test('complaints stand at their fields, the others above the form', () => {
  const { fields, rest } = placesOf([
    { field: 'phones.0', code: 'phone.invalid', message: 'a' },
    { field: 'phones[1]', code: 'phone.invalid', message: 'b' },
    { field: 'vehicle.vin', code: 'vin.check', message: 'c' },
    { field: 'name', code: 'empty', message: 'd' },
    { field: 'household', code: 'odd', message: 'e' },
  ]);
  expect(fields).toEqual([
    { name: ['phone'], errors: ['a'] },
    { name: ['phone'], errors: ['b'] },
    { name: ['car', 'vin'], errors: ['c'] },
    { name: ['name'], errors: ['d'] },
  ]);
  expect(rest).toEqual(['e']);
});
