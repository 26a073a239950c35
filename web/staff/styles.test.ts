// A page that is opened first, by a link, must look as it does when others were open before it.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = normalize(join(import.meta.dirname, '..'));
const FILES = ['staff', 'shared'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|css)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name)),
);
const TEXT = new Map(FILES.map((file) => [file, readFileSync(file, 'utf8')]));

test('a page brings the styles of everything it draws', () => {
  const always = reached(join(ROOT, 'staff/main.tsx'));
  const pages = [...new Set(FILES.flatMap((file) => named(file, /import\('(\.[^']+)'\)/g)))];
  expect(pages.length).toBeGreaterThan(20);
  const missing = pages.flatMap((page) => {
    const files = new Set([...always, ...reached(page)]);
    return [...files]
      .filter((file) => !always.has(file))
      .flatMap(classesIn)
      .filter((name) => (definedIn.get(name) ?? []).length > 0)
      .filter((name) => !definedIn.get(name)!.some((sheet) => files.has(sheet)))
      .map((name) => `${relative(ROOT, page)}: .${name}`);
  });
  expect([...new Set(missing)]).toEqual([]);
});

/** The style sheets that say something of a class. */
const definedIn = new Map<string, string[]>();
for (const [file, text] of TEXT) {
  if (!file.endsWith('.css')) continue;
  const names = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').matchAll(/\.([a-z][\w-]*)/g);
  for (const name of new Set([...names].map(([, name]) => name!)))
    definedIn.set(name, [...(definedIn.get(name) ?? []), file]);
}

/** Classes written out; those put together from values are left alone. */
function classesIn(file: string): string[] {
  const written = (TEXT.get(file) ?? '').matchAll(/className="([^"]+)"/g);
  return [...written].flatMap(([, names]) => names!.split(' '));
}

/** A file and all it imports at once. */
function reached(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const next of named(file, /(?:from|import) '(\.[^']+)'/g)) reached(next, seen);
  return seen;
}

function named(file: string, pattern: RegExp): string[] {
  return [...(TEXT.get(file) ?? '').matchAll(pattern)].flatMap(([, path]) => {
    const start = normalize(join(dirname(file), path!));
    return ['', '.ts', '.tsx', '/index.ts'].map((end) => start + end).filter((candidate) => TEXT.has(candidate));
  });
}
