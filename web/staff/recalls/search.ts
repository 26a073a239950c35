// What the addresses of the recall pages say.
import { flag, oneOf, text } from '../shell/search';
import { CAR_STATES, KINDS, STATES } from './words';

export interface RecallsSearch {
  /** All when left out. */
  state?: (typeof STATES)[number] | undefined;
  kind?: (typeof KINDS)[number] | undefined;
  q?: string | undefined;
  new?: true | undefined;
}

export interface RecallSearch {
  /** The overview when left out. */
  tab?: 'cars' | 'vins' | undefined;
  /** Of the cars. */
  state?: (typeof CAR_STATES)[number] | undefined;
  store?: string | undefined;
  q?: string | undefined;
  /** Of the VINs. */
  shown?: 'matched' | 'unmatched' | 'doubtful' | undefined;
}

export function readRecallsSearch(search: Record<string, unknown>): RecallsSearch {
  return {
    state: oneOf(search.state, STATES),
    kind: oneOf(search.kind, KINDS),
    q: text(search.q),
    new: flag(search.new),
  };
}

export function readRecallSearch(search: Record<string, unknown>): RecallSearch {
  return {
    tab: oneOf(search.tab, ['cars', 'vins'] as const),
    state: oneOf(search.state, CAR_STATES),
    store: text(search.store),
    q: text(search.q),
    shown: oneOf(search.shown, ['matched', 'unmatched', 'doubtful'] as const),
  };
}
