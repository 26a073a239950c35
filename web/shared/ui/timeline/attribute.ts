// The names and values of a record's attributes in words, wherever they are shown: lists of facts, changes, conflicts.
import type { TFunction } from 'i18next';
import { dateTime, kilometres, money, plate } from '../../format';

/** Attributes whose values are words of a closed list. */
const WORDS: Record<string, string> = {
  stage: 'stage',
  kind: 'customerKind',
  gender: 'gender',
  purpose: 'purpose',
  use_scenario: 'useScenario',
  decision_style: 'decisionStyle',
  source: 'source',
  preferred_channel: 'channel',
  energy: 'energy',
  horizon: 'leads.horizon',
  grade: 'leads.grade',
  role: 'role',
};

const KILOMETRES = new Set(['mileage_km', 'next_service_km', 'warranty_km']);
const FEN = new Set(['budget_min', 'budget_max']);
const PER_CENT = new Set(['battery_health', 'tyre_health', 'brake_health']);

export function attributeName(field: string, t: TFunction): string {
  return t(`attribute.${field.replace(/_id$/, '')}`, { defaultValue: field });
}

/** Null for nothing; ids, which say nothing to people, are nothing too. */
export function attributeValue(field: string, value: unknown, t: TFunction): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'object') return 'name' in value ? String(value.name) : null;
  const text = String(value);
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-/.test(text)) return null;
  const group = WORDS[field];
  if (group) return t(`${group}.${text}`, { defaultValue: text });
  if (FEN.has(field)) return money({ amount: Number(text), currency: 'CNY' });
  if (KILOMETRES.has(field)) return kilometres(Number(text));
  if (PER_CENT.has(field)) return `${text}%`;
  if (field === 'plate') return plate(text);
  return /^\d{4}-\d{2}-\d{2}T/.test(text) ? dateTime(text) : text;
}
