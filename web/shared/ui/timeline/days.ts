// Entries gathered under the days on which they happened.
import type { TFunction } from 'i18next';
import type { Entry } from '../../api/types';
import { date, daysUntil } from '../../format';
import { language } from '../../i18n';

export interface DayOfEntries {
  /** `2026-11-21`, the local day. */
  day: string;
  entries: Entry[];
}

/** Keeps the order; entries of one local day that follow one another come together. */
export function groupByDay(entries: readonly Entry[]): DayOfEntries[] {
  const days: DayOfEntries[] = [];
  for (const entry of entries) {
    const day = date(entry.happened_at);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}

/** `今天`, `昨天`, `11月18日 周三`; with the year when it is not this one. */
export function dayWords(day: string, t: TFunction, now = new Date()): string {
  const days = daysUntil(day, now);
  if (days === 0) return t('timeline.today');
  if (days === -1) return t('timeline.yesterday');
  const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number);
  const isThisYear = year === now.getFullYear();
  return new Intl.DateTimeFormat(language() === 'en' ? 'en-GB' : 'zh-CN', {
    ...(isThisYear ? { weekday: 'short' } : { year: 'numeric' }),
    month: language() === 'en' ? 'short' : 'long',
    day: 'numeric',
  }).format(new Date(year, month - 1, dayOfMonth));
}
