// Both languages say the same things, and nothing is said that neither knows.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import en from './en/index';
import zh from './zh/index';

/** i18next picks `_one` and `_other` by number; Chinese has a single form. */
const PLURAL = /_(one|other)$/;

test('English and Chinese have the same words', () => {
  const keysIn = (bundles: object[]) => bundles.map((bundle) => keysOf(bundle));
  expect(keysIn(zh.slice(0, en.length))).toEqual(keysIn(en));
});

test('only refusals, which the server words in English itself, are in Chinese alone', () => {
  const alone = zh.slice(en.length).flatMap((bundle) => keysOf(bundle));
  expect(alone.filter((key) => !key.startsWith('problem.'))).toEqual([]);
});

test('every word a page asks for by its full name exists', () => {
  const known = new Set(zh.flatMap((bundle) => keysOf(bundle)));
  const missing = sourceFiles().flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bt\('([a-zA-Z_]+(?:\.[a-zA-Z_]+)+)'/g)]
      .map((match) => match[1]!)
      .filter((key) => !known.has(key))
      .map((key) => `${file}: ${key}`),
  );
  expect(missing).toEqual([]);
});

function keysOf(words: object, prefix = ''): string[] {
  const keys = Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`.replace(PLURAL, '')] : keysOf(value, `${prefix}${key}.`),
  );
  return [...new Set(keys)].sort();
}

function sourceFiles(): string[] {
  return ['staff', 'shared']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'));
}
