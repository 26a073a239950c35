// The closed lists of the recall pages, in the order they are offered, and the colours of their words.
import type { RecallCarRow, RecallRow } from '../../shared/api/types';
import type { Tone } from '../../shared/ui/faces';

export const STATES = ['draft', 'open', 'closed'] as const satisfies readonly RecallRow['state'][];
export const KINDS = ['recall', 'service_campaign'] as const satisfies readonly RecallRow['kind'][];

export type CarState = RecallCarRow['state'];
export const CAR_STATES = [
  'open',
  'notified',
  'booked',
  'done',
  'refused',
  'not_affected',
] as const satisfies readonly CarState[];

export const STATE_TONES: Record<RecallRow['state'], Tone> = { draft: 'slate', open: 'blue', closed: 'slate' };

export const CAR_TONES: Record<CarState, Tone> = {
  open: 'red',
  notified: 'amber',
  booked: 'blue',
  done: 'green',
  refused: 'violet',
  not_affected: 'slate',
};

/** "66.6%" from hundredths of a per cent; a dash without cars. */
export function rate(hundredths: number | null): string {
  return hundredths === null ? '–' : `${(Math.floor(hundredths / 10) / 10).toFixed(1)}%`;
}
