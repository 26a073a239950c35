// What the address of the duplicates page says: which pairs are shown.
import { oneOf } from '../shell/search';

export const BANDS = ['same', 'ask'] as const;
export const STATES = ['different', 'merged'] as const;

export interface DuplicateSearch {
  /** Both when left out. */
  band?: (typeof BANDS)[number] | undefined;
  /** Open ones when left out. */
  state?: (typeof STATES)[number] | undefined;
}

export function readDuplicateSearch(search: Record<string, unknown>): DuplicateSearch {
  return { band: oneOf(search.band, BANDS), state: oneOf(search.state, STATES) };
}
