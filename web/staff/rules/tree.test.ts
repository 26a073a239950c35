// Trees of conditions: written, read, moved about.
import { describe, expect, test } from 'vitest';
import {
  added,
  changed,
  copied,
  depthOf,
  group,
  isGroup,
  isWhole,
  lifted,
  line,
  moved,
  pathsOf,
  read,
  removed,
  type Written,
  wrapped,
  write,
} from './tree';

const WRITTEN: Written = {
  all: [
    { field: 'stage', operator: 'is', value: ['owner'] },
    {
      any: [{ field: 'city', operator: 'empty' }, { none: [{ field: 'spend', operator: 'at_least', value: ['500'] }] }],
    },
  ],
};

const owner = () => line({ field: 'stage', operator: 'is', values: ['owner'] });
const wordsOf = (root: ReturnType<typeof read>) => JSON.stringify(write(root));

describe('reading and writing', () => {
  test('what was written is read back unchanged', () => {
    expect(write(read(WRITTEN))).toEqual(WRITTEN);
  });

  test('a single value and a condition without a group are understood', () => {
    expect(write(read({ field: 'visits', operator: 'at_least', value: 3 }))).toEqual({
      all: [{ field: 'visits', operator: 'at_least', value: ['3'] }],
    });
  });

  test('a rule is whole when every condition has its value and no group is empty', () => {
    expect(isWhole(read(WRITTEN))).toBe(true);
    expect(isWhole(group('all'))).toBe(false);
    expect(isWhole(group('all', [line({ field: 'city', operator: 'is', values: [] })]))).toBe(false);
  });

  test('a fault of the server finds its condition', () => {
    const root = read(WRITTEN);
    const inner = root.nodes[1]!;
    const condition = isGroup(inner) ? inner.nodes[0]! : inner;
    expect(pathsOf(root).get('rule.all[1].any[0].value')).toBe(condition.key);
    expect(pathsOf(root).get('rule.all[1].any')).toBe(inner.key);
  });
});

describe('changing', () => {
  test('conditions are added, moved and taken out wherever they stand', () => {
    const [first, second] = [owner(), owner()];
    const inner = group('any', [first]);
    let root = group('all', [inner]);
    root = added(root, inner.key, second);
    expect(wordsOf(moved(root, second.key, -1))).toBe(wordsOf(root));
    root = removed(root, first.key);
    expect(depthOf(root)).toBe(2);
    expect(isWhole(root)).toBe(true);
  });

  test('a condition goes into a group of its own and comes out again', () => {
    const one = owner();
    const root = group('all', [one, owner()]);
    const inside = wrapped(root, one.key);
    expect(depthOf(inside)).toBe(2);
    expect(wordsOf(lifted(inside, one.key))).toBe(wordsOf(root));
  });

  test('nothing moves beyond the ends of its group', () => {
    const one = owner();
    const root = group('all', [one]);
    expect(moved(root, one.key, 1)).toBe(root);
  });

  test('a copy is changed without its model', () => {
    const model = group('any', [owner()]);
    const root = group('all', [model, copied(model)]);
    const next = changed(root, model.key, (node) => (isGroup(node) ? [{ ...node, word: 'none' }] : [node]));
    expect(next.nodes.map((node) => isGroup(node) && node.word)).toEqual(['none', 'any']);
  });
});
