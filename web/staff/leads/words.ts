// The closed lists of leads, in the order they are offered, and their colours.
import type { LeadRow } from '../../shared/api/types';
import type { Tone } from '../../shared/ui/faces';

export const CHANNELS = [
  'walk_in',
  'phone',
  'website',
  'referral',
  'after_sales',
  'event',
  'douyin',
  'tencent',
  'wecom',
  'autohome',
  'dongchedi',
  'xiaohongshu',
  'other',
] as const;
export const GRADES = ['h', 'a', 'b', 'c', 'n'] as const;
export const SORTS = ['-enquired', 'enquired', 'due'] as const;
export const HORIZONS = ['week', 'month', 'quarter', 'later'] as const;
export const MILESTONES = ['test_drive', 'order', 'sale', 'delivery'] as const;
export const REASONS = [
  'no_intent',
  'bad_number',
  'unreachable',
  'test',
  'other_brand',
  'other_dealer',
  'price',
  'no_stock',
  'finance',
  'postponed',
  'other',
] as const;

const STATE_TONE: Record<LeadRow['state'], Tone> = {
  unassigned: 'amber',
  unanswered: 'red',
  recorded: 'blue',
  invited: 'violet',
  following: 'teal',
  ordered: 'green',
  won: 'green',
  finished: 'slate',
  loss_asked: 'amber',
  lost: 'slate',
};

export function toneOf(state: LeadRow['state']): Tone {
  return STATE_TONE[state];
}

const GRADE_TONE: Record<LeadRow['grade'], Tone> = { h: 'red', a: 'amber', b: 'blue', c: 'slate', n: 'slate' };

export function toneOfGrade(grade: LeadRow['grade']): Tone {
  return GRADE_TONE[grade];
}

const FEN_PER_WAN = 1_000_000;

/** Fen as ten thousand yuan, the way budgets are spoken of. */
export function inWan(fen: number): number {
  return Math.round((fen / FEN_PER_WAN) * 10) / 10;
}

export function inFen(wan: number | null | undefined): number | null {
  return wan === null || wan === undefined ? null : Math.round(wan * FEN_PER_WAN);
}
