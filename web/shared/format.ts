// Money, counts, dates and distances in time, written as people of the chosen language write them.
import i18next from 'i18next';
import type { Count, Money } from './api/types';

const DAY_MS = 86_400_000;

export const NOTHING = '—';

export function number(value: number | null | undefined): string {
  return value === null || value === undefined ? NOTHING : value.toLocaleString(locale());
}

/** A capped count ends in `+`: there are at least that many. */
export function count(value: Count | null | undefined): string {
  return value ? `${number(value.count)}${value.capped ? '+' : ''}` : '';
}

/** Whole currency units when the amount has no cents, e.g. `¥91,175`. */
export function money(value: Money | null | undefined): string {
  if (!value) return NOTHING;
  const hasCents = value.amount % 100 !== 0;
  return new Intl.NumberFormat(locale(), {
    style: 'currency',
    currency: value.currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: hasCents ? 2 : 0,
    maximumFractionDigits: hasCents ? 2 : 0,
  }).format(value.amount / 100);
}

/** Short money for tight places: `¥12.3万` or `¥123K`. */
export function shortMoney(value: Money | null | undefined): string {
  if (!value) return NOTHING;
  return new Intl.NumberFormat(locale(), {
    style: 'currency',
    currency: value.currency,
    currencyDisplay: 'narrowSymbol',
    notation: 'compact',
    maximumFractionDigits: 1,
  }).format(value.amount / 100);
}

/** Several names in a row: `线索、意向` or `Lead, Intent`. */
export function listing(names: readonly string[]): string {
  return names.join(i18next.language === 'en' ? ', ' : '、');
}

export function kilometres(value: number | null | undefined): string {
  return value === null || value === undefined ? NOTHING : `${number(value)} km`;
}

/** `2026-11-21`, for a date or the local day of an instant. */
export function date(value: string | null | undefined): string {
  if (!value) return NOTHING;
  const day = dayOf(value);
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** `11月21日` or `21 Nov`, with the year when it is not this one. */
export function shortDate(value: string | null | undefined, now = new Date()): string {
  if (!value) return NOTHING;
  const day = dayOf(value);
  const year = day.getFullYear() === now.getFullYear() ? undefined : ('numeric' as const);
  return new Intl.DateTimeFormat(locale(), { year, month: 'short', day: 'numeric' }).format(day);
}

/** `11-29`, or the year and month when it is not this year; for tight places. */
export function monthDay(value: string, now = new Date()): string {
  const day = dayOf(value);
  return day.getFullYear() === now.getFullYear() ? date(value).slice(5) : date(value).slice(0, 7);
}

/** Whole years since a birthday. */
export function age(birthday: string, now = new Date()): number {
  const born = dayOf(birthday);
  const isBefore = now.getMonth() - born.getMonth() || now.getDate() - born.getDate();
  return now.getFullYear() - born.getFullYear() - (isBefore < 0 ? 1 : 0);
}

export function time(value: string): string {
  const at = new Date(value);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

export function dateTime(value: string | null | undefined): string {
  return value ? `${date(value)} ${time(value)}` : NOTHING;
}

/** `3天前`, `下个月`, `in 2 years`: by whole days, then months, then years. */
export function relativeDay(value: string | null | undefined, now = new Date()): string {
  if (!value) return NOTHING;
  const days = daysUntil(value, now);
  const words = new Intl.RelativeTimeFormat(locale(), {
    numeric: 'auto',
    style: i18next.language === 'en' ? 'short' : 'long',
  });
  if (Math.abs(days) < 31) return words.format(days, 'day');
  if (Math.abs(days) < 365) return words.format(Math.round(days / 30.44), 'month');
  return words.format(Math.round(days / 365.25), 'year');
}

/** Whole local days from now to the day; negative when it has passed. */
export function daysUntil(value: string, now = new Date()): number {
  const from = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const day = dayOf(value);
  const to = new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  return Math.round((to - from) / DAY_MS);
}

/** How pressing a due day is: passed, within 30 days, or later. */
export function dueTone(value: string | null | undefined, now = new Date()): 'late' | 'soon' | 'later' {
  if (!value) return 'later';
  const days = daysUntil(value, now);
  return days < 0 ? 'late' : days <= 30 ? 'soon' : 'later';
}

export function fileSize(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return NOTHING;
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** `+8613912345678` as people read it, `139 1234 5678`; other countries keep their prefix, masked numbers their mask. */
export function phone(value: string | null | undefined): string {
  if (!value) return NOTHING;
  const home = value.replace(/^\+86/, '');
  const mobile = /^(1\d{2})([\d*]{4})(\d{4})$/.exec(home);
  return mobile ? `${mobile[1]} ${mobile[2]} ${mobile[3]}` : home;
}

/** Writes a plate with its dot: `沪A12345` becomes `沪A·12345`. */
export function plate(value: string | null | undefined): string {
  if (!value) return '';
  return /^[\u4e00-\u9fff][A-Z][A-Z0-9]/.test(value) ? `${value.slice(0, 2)}·${value.slice(2)}` : value;
}

/** A bare date is that local day; an instant is the moment it names. */
function dayOf(value: string): Date {
  const bare = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return bare ? new Date(Number(bare[1]), Number(bare[2]) - 1, Number(bare[3])) : new Date(value);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function locale(): string {
  return i18next.language === 'en' ? 'en-GB' : 'zh-CN';
}
