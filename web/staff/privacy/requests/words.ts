// The closed lists of requests, in the order they are offered, and their colours.
import type { PersonRequestRow } from '../../../shared/api/types';
import type { Tone } from '../../../shared/ui/faces';

export const KINDS = ['access', 'copy', 'correct', 'delete', 'restrict', 'withdraw', 'explain', 'transfer'] as const;
export const CHANNELS = ['desk', 'phone', 'letter', 'mail', 'app'] as const;
export const ASKERS = ['person', 'relative', 'agent'] as const;
export const STATES = ['open', 'decided', 'closed', 'all'] as const;
export const RESULTS = ['passed', 'failed', 'somebody_else'] as const;
export const OUTCOMES = ['granted', 'partly', 'nothing_held'] as const;
export const REASONS = [
  'not_identified',
  'somebody_else',
  'not_entitled',
  'law_forbids',
  'contract_goes_on',
  'harms_others',
  'excessive',
  'withdrawn',
] as const;

const METHODS = ['id_card_seen', 'called_back', 'code_told', 'signature_compared', 'car_papers_seen'] as const;

/** The proofs that fit who asks. */
export function methodsFor(asker: string): readonly string[] {
  if (asker === 'relative') return [...METHODS, 'kinship_proven'];
  if (asker === 'agent') return [...METHODS, 'mandate_seen'];
  return METHODS;
}

const STATE_TONE: Record<PersonRequestRow['state'], Tone> = {
  received: 'slate',
  identified: 'blue',
  in_work: 'violet',
  answered: 'green',
  refused: 'amber',
  closed: 'slate',
};

export function toneOf(state: PersonRequestRow['state']): Tone {
  return STATE_TONE[state];
}

/** The steps of a request and how far it has come, for the row of dots above it. */
export function stepsOf(
  request: Pick<PersonRequestRow, 'state'>,
): { step: string; isDone: boolean; isPresent: boolean }[] {
  const order = ['received', 'identified', 'in_work', 'decided', 'closed'];
  const state = request.state === 'answered' || request.state === 'refused' ? 'decided' : request.state;
  const at = order.indexOf(state);
  return order.map((step, place) => ({ step, isDone: place < at || state === 'closed', isPresent: place === at }));
}
