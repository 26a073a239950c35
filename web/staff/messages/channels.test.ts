// How many SMS a text takes.
import { expect, test } from 'vitest';
import { smsParts } from './channels';

test('seventy Chinese characters are one SMS, seventy-one are two', () => {
  expect(smsParts('保'.repeat(70))).toBe(1);
  expect(smsParts('保'.repeat(71))).toBe(2);
  expect(smsParts('保'.repeat(135))).toBe(3);
});

test('plain English takes more characters to an SMS', () => {
  expect(smsParts('a'.repeat(160))).toBe(1);
  expect(smsParts('a'.repeat(161))).toBe(2);
});
