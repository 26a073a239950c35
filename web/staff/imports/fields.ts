// The fields a column may fill: their words, their options, and whether they hold a date.
import type { TFunction } from 'i18next';
import type { ColumnMap, ImportField, ImportView, TargetView } from '../../shared/api/types';
import { STAGES } from '../../shared/ui/faces';
import { USUAL } from '../filters/words';

/** The orders of year, month and day the server understands. */
export const DATE_ORDERS = ['year_month_day', 'month_day_year', 'day_month_year'];

/** Fields that take one of a few values, with the words' place in the language files. */
const CHOICES: Record<string, { words: string; options: readonly string[] }> = {
  stage: { words: 'stage', options: STAGES },
  gender: { words: 'gender', options: ['female', 'male'] },
  kind: { words: 'customerKind', options: ['person', 'company'] },
  'vehicle.energy': {
    words: 'energy',
    options: ['petrol', 'diesel', 'hybrid', 'plug_in', 'electric', 'range_extended', 'hydrogen'],
  },
  'visit.kind': {
    words: 'importing.historyKind',
    options: ['maintenance', 'repair', 'accident', 'complaint', 'test_drive', 'contact'],
  },
  purpose: { words: 'purpose', options: ['first_car', 'replacement', 'additional', 'gift', 'business'] },
  use_scenario: { words: 'useScenario', options: ['commute', 'leisure', 'business', 'family'] },
  decision_style: { words: 'decisionStyle', options: ['careful', 'decisive'] },
  source: { words: 'source', options: USUAL.source ?? [] },
};

const ANSWERS = { words: 'importing.consentAnswer', options: ['given', 'refused', 'withdrawn'] } as const;

/** Fields of consents that hold no answer, but when, how and to which text it was given. */
const ABOUT_ANSWERS = ['consent.on', 'consent.how', 'consent.text'];

function isAnswer(field: string): boolean {
  return field.startsWith('consent.') && !ABOUT_ANSWERS.includes(field);
}

export function fieldWords(field: string, t: TFunction): string {
  const name = field.split('.').at(-1) ?? field;
  return t(`importing.field.${field.replace('.', '_')}`, {
    defaultValue: t(`importing.field.${name}`, { defaultValue: name }),
  });
}

/** What a column can be: a field, or `consent.purpose:` and the code of a purpose. */
export type TargetKey = ImportField | `consent.purpose:${string}`;

export function keyOfTarget(field: ImportField, purpose: string | null | undefined): TargetKey {
  return field === 'consent.purpose' ? `consent.purpose:${purpose ?? ''}` : field;
}

/** The field and purpose of a column with this key. */
export function targetOfKey(key: TargetKey): Pick<ColumnMap, 'field' | 'purpose'> {
  if (key.startsWith('consent.purpose:')) return { field: 'consent.purpose', purpose: key.slice(key.indexOf(':') + 1) };
  return { field: key as ImportField, purpose: null };
}

/** What a target is called. */
export function targetWords(key: TargetKey, targets: TargetView[], t: TFunction): string {
  const { field, purpose } = targetOfKey(key);
  const named = purpose && targets.find((target) => target.purpose?.code === purpose)?.purpose;
  return named ? named.name : fieldWords(field ?? '', t);
}

/** The options of a field that takes one of a few values; none for other fields. A store is told by its code. */
export function choicesOf(
  field: string | null,
  stores: ImportView['stores'],
  t: TFunction,
): { value: string; label: string }[] {
  if (field === 'store') return stores.map(({ code, name }) => ({ value: code, label: name }));
  const choice = field === null ? undefined : isAnswer(field) ? ANSWERS : CHOICES[field];
  return choice?.options.map((value) => ({ value, label: t(`${choice.words}.${value}`) })) ?? [];
}

/** Whether the field holds a date, whose order may have to be told. */
export function isDateField(field: string | null): boolean {
  return field !== null && (field === 'birthday' || /(\.on|_on|_until|_at)$/.test(field));
}

/** What is each row's own: one value for all would make them one customer, one car or one record. The store of all was chosen. */
const OWN = /^(name|store|phone2?|email|wechat|id_number|vehicle\.(vin|plate)|(.+\.)?(number|external_id))$/;

/** The targets that can have one value for all rows: those without a column, in the order of the server. */
export function constantTargets({
  columns,
  constants,
  targets,
}: Pick<ImportView, 'columns' | 'constants' | 'targets'>) {
  const filled = new Set(columns.map(({ field }) => field));
  return targets.filter(
    ({ field }) => !OWN.test(field) && !isAnswer(field) && (!filled.has(field) || field in constants),
  );
}

/** Groups whose constants come to nothing, since no column makes a car, a purchase or a visit they could belong to. */
export function idleGroups(
  view: Pick<ImportView, 'columns' | 'targets'>,
  fields: ImportField[],
): TargetView['group'][] {
  const groupOf = new Map(view.targets.map(({ field, group }) => [field, group]));
  const made = new Set(view.columns.map(({ field }) => field && groupOf.get(field)));
  const wanted = fields.flatMap((field) => groupOf.get(field) ?? []);
  return [...new Set(wanted)].filter((group) => group !== 'customer' && !made.has(group));
}

/** The column's title, or its place when it has none. */
export function headerOf(column: Pick<ColumnMap, 'header' | 'index'>, t: TFunction): string {
  return column.header.trim() || t('importing.noTitle', { count: column.index + 1 });
}

/** What keeps the columns from being checked: required fields without a column, fields with two that take only one. */
export function mappingFaults(view: Pick<ImportView, 'columns' | 'targets'>) {
  const joined = new Set(view.targets.filter((target) => target.joins).map(({ field }) => field));
  const used = view.columns.flatMap(({ field, purpose }) =>
    field ? [{ field, key: keyOfTarget(field, purpose) }] : [],
  );
  const keys = used.map(({ key }) => key);
  const isSecond = ({ field, key }: (typeof used)[number], index: number) =>
    !joined.has(field) && keys.indexOf(key) !== index;
  return {
    missing: view.targets.filter((target) => target.required && !keys.includes(target.field)).map(({ field }) => field),
    twice: [...new Set(used.filter(isSecond).map(({ key }) => key))],
  };
}
