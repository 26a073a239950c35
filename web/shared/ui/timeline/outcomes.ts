// What may come of a call or a visit.
import type { Outcome } from '../../api/types';

export const OUTCOMES: Outcome[] = ['reached', 'no_answer', 'interested', 'not_interested', 'booked', 'wrong_number'];
