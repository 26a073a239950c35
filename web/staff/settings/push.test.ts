import { expect, test } from 'vitest';
import { bytesOf } from './push';

test('a key is read from URL-safe base64', () => {
  expect([...bytesOf('_-8B')]).toEqual([255, 239, 1]);
  expect(
    bytesOf('BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'),
  ).toHaveLength(65);
});
