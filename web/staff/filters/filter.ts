// One condition of a list: a field, an operator and its values, as text in the address and to the server.
import dayjs from 'dayjs';
import type { TFunction } from 'i18next';
import type { Field } from '../../shared/api/types';
import { date, listing, money, number } from '../../shared/format';
import { USUAL } from './words';

export interface Filter {
  field: string;
  operator: string;
  /** Ids, words, numbers or a date; empty for operators that need none. */
  values: string[];
}

/** Operators complete without a value. */
const BARE = ['empty', 'present', 'this_month'];
/** Operators that take several values. */
const MANY = ['any_of', 'none_of'];
/** Operators that take a number of days. */
const DAYS = ['within_days', 'last_days', 'older_than_days'];

/** How often, and in how many days. */
const TIMES = /^\d+,\d+$/;

/** Reads `field:operator:value,value`; a text value keeps its colons. */
export function readFilter(words: string): Filter | null {
  const [field, operator, ...rest] = words.split(':');
  if (!field || !operator) return null;
  const value = rest.join(':');
  if (value === '') return { field, operator, values: [] };
  const isList = MANY.includes(operator) || TIMES.test(value);
  return { field, operator, values: isList ? value.split(',') : [value] };
}

export function writeFilter({ field, operator, values }: Filter): string {
  return `${field}:${operator}:${values.join(',')}`;
}

/** Whether it can be asked: a value is there, or none is needed. */
export function isComplete(filter: Filter): boolean {
  return BARE.includes(filter.operator) || filter.values.some((value) => value.trim() !== '');
}

/** What to ask for a value with (amounts in whole yuan): nothing, several of a list, days, or the field's own editor. */
export function editorOf(
  field: Field,
  operator: string,
): 'none' | 'list' | 'days' | 'times' | 'date' | 'number' | 'money' | 'text' {
  if (BARE.includes(operator)) return 'none';
  if (DAYS.includes(operator)) return 'days';
  if (field.kind === 'happenings') return 'times';
  const isUsual = field.name in USUAL && operator !== 'contains';
  if (isUsual || ['choice', 'staff', 'store', 'tag', 'flag'].includes(field.kind)) return 'list';
  return field.kind as 'date' | 'number' | 'money' | 'text';
}

export function takesMany(operator: string): boolean {
  return MANY.includes(operator);
}

/** The filter with another operator; its values stay as far as they still make sense. */
export function withOperator(filter: Filter, field: Field, operator: string): Filter {
  const isSameEditor = editorOf(field, operator) === editorOf(field, filter.operator);
  const values = isSameEditor ? filter.values : [];
  return {
    ...filter,
    operator,
    values: takesMany(operator) || field.kind === 'happenings' ? values : values.slice(0, 1),
  };
}

/** A new condition on a field, with the operator asked for most. */
export function startFilter(field: Field): Filter {
  const wanted: Field['operators'] =
    field.kind === 'text' && !(field.name in USUAL) ? ['contains'] : ['any_of', 'within_days', 'at_least', 'is'];
  const usual = wanted.find((operator) => field.operators.includes(operator));
  const operator = usual ?? field.operators[0] ?? 'is';
  const values = { flag: ['true'], happenings: ['1', '90'] }[field.kind as string] ?? [];
  return { field: field.name, operator, values };
}

/** The value part of a chip; `nameOf` knows what ids and codes are called. */
export function valueWords(filter: Filter, field: Field, nameOf: (value: string) => string, t: TFunction): string {
  const [first] = filter.values;
  if (first === undefined || first === '') return '';
  switch (editorOf(field, filter.operator)) {
    case 'days':
      return t(`filter.${filter.operator}`, { count: Number(first) });
    case 'times':
      return t('filter.times', { times: first, days: filter.values[1] ?? '' });
    case 'date':
      return dayjs(first).isValid() ? date(first) : first;
    case 'money':
      return money({ amount: Number(first) * 100, currency: 'CNY' });
    case 'number':
      return number(Number(first));
    case 'list':
      return listing(filter.values.map(nameOf));
    default:
      return listing(filter.values);
  }
}
