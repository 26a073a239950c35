// Numbers and days as people write them.
import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import * as format from './format';

const now = new Date(2026, 10, 21, 10, 0);

beforeAll(async () => {
  await i18next.init({ lng: 'zh', resources: {} });
});

test('money is written without empty cents and with the others', () => {
  expect(format.money({ amount: 9117500, currency: 'CNY' })).toBe('¥91,175');
  expect(format.money({ amount: 9117550, currency: 'CNY' })).toBe('¥91,175.50');
  expect(format.money(null)).toBe('—');
});

test('a capped count says that there are more', () => {
  expect(format.count({ count: 1000, capped: true })).toBe('1,000+');
  expect(format.count({ count: 12, capped: false })).toBe('12');
});

describe('days', () => {
  test('a bare date is that day in every time zone', () => {
    expect(format.date('2026-03-01')).toBe('2026-03-01');
    expect(format.daysUntil('2026-11-22', now)).toBe(1);
    expect(format.daysUntil('2026-11-21', now)).toBe(0);
  });

  test('distances are told in days, then months, then years', () => {
    expect(format.relativeDay('2026-11-20', now)).toBe('昨天');
    expect(format.relativeDay('2026-12-09', now)).toBe('18天后');
    expect(format.relativeDay('2026-09-20', now)).toBe('2个月前');
    expect(format.relativeDay('2023-11-20', now)).toBe('3年前');
  });

  test('a due day is late once it has passed, and soon within thirty days', () => {
    expect(format.dueTone('2026-11-20', now)).toBe('late');
    expect(format.dueTone('2026-11-21', now)).toBe('soon');
    expect(format.dueTone('2026-12-21', now)).toBe('soon');
    expect(format.dueTone('2026-12-22', now)).toBe('later');
    expect(format.dueTone(null, now)).toBe('later');
  });

  test('the year stands only where it is not this one', () => {
    expect(format.shortDate('2026-11-09', now)).toBe('11月9日');
    expect(format.shortDate('2027-01-14', now)).toBe('2027年1月14日');
  });
});

test('plates get their dot, anything else stays as it is', () => {
  expect(format.plate('沪A12345')).toBe('沪A·12345');
  expect(format.plate('沪AD12345')).toBe('沪A·D12345');
  expect(format.plate('使014578')).toBe('使014578');
  expect(format.plate(null)).toBe('');
});

test('phone numbers are grouped as people read them', () => {
  expect(format.phone('+8613912345678')).toBe('139 1234 5678');
  expect(format.phone('139****5678')).toBe('139 **** 5678');
  expect(format.phone('+862158881234')).toBe('2158881234');
  expect(format.phone('+4915112345678')).toBe('+4915112345678');
  expect(format.phone(null)).toBe('—');
});
