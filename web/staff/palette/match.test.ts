// What one types and what is meant by it.
import { expect, test } from 'vitest';
import { matches } from './match';

test('names are found by their characters, pinyin, initials and English', () => {
  const names = ['新建客户', 'xinjiankehu', 'xjkh', 'new customer'];
  for (const typed of ['客户', 'xinj', 'XJKH', 'new cust', 'customer new', ''])
    expect(matches(typed, names)).toBe(true);
  expect(matches('车辆', names)).toBe(false);
  expect(matches('new car', names)).toBe(false);
});
