import { expect, test } from 'vitest';
import { withDay, withoutDay } from './holidays';

const day = (text: string, name: string) => ({ day: text, is_off: true, name });

test('days stand in their order, each once', () => {
  const days = withDay([day('2027-01-01', '元旦'), day('2027-10-01', '国庆节')], day('2027-05-01', '劳动节'));
  expect(days.map((one) => one.day)).toEqual(['2027-01-01', '2027-05-01', '2027-10-01']);
  expect(withDay(days, day('2027-05-01', '五一'))[1]?.name).toBe('五一');
  expect(withoutDay(days, '2027-05-01')).toHaveLength(2);
});
