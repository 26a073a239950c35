// A mapping as the editor holds it: a line for every field there is, and back.
import type { ConnectorMapping, EnquiryField } from '../../../shared/api/types';

export const FIELDS: readonly EnquiryField[] = [
  'name',
  'phone',
  'extension',
  'wechat',
  'gender',
  'external_id',
  'enquired_at',
  'source',
  'brand',
  'series',
  'model',
  'budget_min',
  'budget_max',
  'horizon',
  'comment',
];

export interface Line {
  from: string;
  /** `1=male; 2=female` */
  values: string;
}

export type Lines = Record<EnquiryField, Line>;

export function linesOf(mapping: ConnectorMapping): Lines {
  const line = (field: EnquiryField): Line => {
    const rule = mapping.fields.find((one) => one.field === field);
    return { from: rule?.from ?? '', values: wordsOf(rule?.values ?? {}) };
  };
  return Object.fromEntries(FIELDS.map((field) => [field, line(field)])) as Lines;
}

export function mappingOf(lines: Lines, each: string): ConnectorMapping {
  const told = FIELDS.filter((field) => lines[field].from.trim() !== '');
  return {
    each: each.trim() || null,
    fields: told.map((field) => ({
      field,
      from: lines[field].from.trim(),
      values: valuesOf(lines[field].values),
    })),
  };
}

export function wordsOf(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([from, to]) => `${from}=${to}`)
    .join('; ');
}

/** Pairs without a sign of equality say nothing and are left out. */
export function valuesOf(words: string): Record<string, string> {
  const pairs = words
    .split(/[;；\n]/)
    .map((pair) => pair.split('='))
    .filter(([from, to]) => from?.trim() && to?.trim());
  return Object.fromEntries(pairs.map(([from, to]) => [from?.trim() ?? '', to?.trim() ?? '']));
}
