// What may come of a call or a visit.
import type { NoteKind, Outcome } from '../../api/types';

export const OUTCOMES: Outcome[] = ['reached', 'no_answer', 'interested', 'not_interested', 'booked', 'wrong_number'];

/** Nobody who came was not there, and being reached is a matter of the telephone. */
const NOT_OF_VISITS: Outcome[] = ['reached', 'no_answer', 'wrong_number'];

export function outcomesOf(kind: NoteKind): Outcome[] {
  return OUTCOMES.filter((one) => kind !== 'visit' || !NOT_OF_VISITS.includes(one));
}
