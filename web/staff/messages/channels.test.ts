// How many SMS a text takes.
import { expect, test } from 'vitest';
import { smsParts } from './channels';

test('seventy Chinese characters are one SMS, seventy-one are two', () => {
  expect(smsParts('保'.repeat(70))).toBe(1);
  expect(smsParts('保'.repeat(71))).toBe(2);
  expect(smsParts('保'.repeat(135))).toBe(3);
});

test('letters count as characters do', () => {
  expect(smsParts('a'.repeat(70))).toBe(1);
  expect(smsParts('a'.repeat(71))).toBe(2);
});
