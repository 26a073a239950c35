// Conditions as text, and what becomes of their values.
import { describe, expect, test } from 'vitest';
import type { Field } from '../../shared/api/types';
import { editorOf, isComplete, readFilter, startFilter, valueWords, withOperator, writeFilter } from './filter';

const field = (name: string, kind: Field['kind'], operators: Field['operators']): Field => ({
  name,
  kind,
  operators,
  options: [],
  unit: 'plain',
  in_rules: true,
  topic: 'basic',
  sortable: false,
  column: false,
});
const stage = field('stage', 'choice', ['is', 'any_of', 'none_of', 'empty']);
const visit = field('last_visit', 'date', ['before', 'after', 'within_days', 'older_than_days', 'empty']);
const spend = field('spend', 'money', ['at_least', 'at_most']);
const t = ((key: string, values?: { count: number }) => (values ? `${key} ${values.count}` : key)) as never;

describe('reading and writing', () => {
  test.each(['stage:any_of:lead,owner', 'city:contains:a:b', 'last_visit:older_than_days:60', 'advisor:empty:'])(
    '%s comes back unchanged',
    (words) => {
      expect(writeFilter(readFilter(words)!)).toBe(words);
    },
  );

  test('only operators for several values split at commas', () => {
    expect(readFilter('city:contains:a,b')?.values).toEqual(['a,b']);
    expect(readFilter('stage:any_of:lead,owner')?.values).toEqual(['lead', 'owner']);
  });

  test('words that are no condition are left out', () => {
    expect(readFilter('stage')).toBeNull();
    expect(readFilter('')).toBeNull();
  });
});

describe('editing', () => {
  test('a condition is complete with a value, or when it needs none', () => {
    expect(isComplete({ field: 'stage', operator: 'any_of', values: [] })).toBe(false);
    expect(isComplete({ field: 'stage', operator: 'any_of', values: ['lead'] })).toBe(true);
    expect(isComplete({ field: 'stage', operator: 'empty', values: [] })).toBe(true);
  });

  test('a new condition starts with the usual operator', () => {
    expect(startFilter(stage).operator).toBe('any_of');
    expect(startFilter(visit).operator).toBe('within_days');
    expect(startFilter(spend).operator).toBe('at_least');
    expect(startFilter(field('starred', 'flag', ['is'])).values).toEqual(['true']);
  });

  test('another operator keeps values only where they still mean something', () => {
    const days = { field: 'last_visit', operator: 'within_days', values: ['30'] };
    expect(withOperator(days, visit, 'older_than_days').values).toEqual(['30']);
    expect(withOperator(days, visit, 'before').values).toEqual([]);
    const many = { field: 'stage', operator: 'any_of', values: ['lead', 'owner'] };
    expect(withOperator(many, stage, 'none_of').values).toEqual(['lead', 'owner']);
    expect(withOperator(many, stage, 'is').values).toEqual(['lead']);
  });

  test('each kind of value has its editor', () => {
    expect(editorOf(stage, 'any_of')).toBe('list');
    expect(editorOf(visit, 'within_days')).toBe('days');
    expect(editorOf(visit, 'before')).toBe('date');
    expect(editorOf(visit, 'empty')).toBe('none');
    expect(editorOf(spend, 'at_least')).toBe('money');
  });
});

test('a value is told in words', () => {
  const nameOf = (value: string) => value.toUpperCase();
  expect(valueWords({ field: 'stage', operator: 'any_of', values: ['lead', 'owner'] }, stage, nameOf, t)).toBe(
    'LEAD、OWNER',
  );
  expect(valueWords({ field: 'last_visit', operator: 'within_days', values: ['30'] }, visit, nameOf, t)).toBe(
    'filter.within_days 30',
  );
  expect(valueWords({ field: 'spend', operator: 'at_least', values: ['10000'] }, spend, nameOf, t)).toBe('¥10,000');
  expect(valueWords({ field: 'stage', operator: 'any_of', values: [] }, stage, nameOf, t)).toBe('');
});
