// What the address of the leads page says: which view, which filters, and what lies over the list.
import { flag, oneOf, text } from '../shell/search';
import { CHANNELS, GRADES, SORTS } from './words';

export const VIEWS = ['mine', 'pool', 'overdue', 'losses', 'all'] as const;
export type LeadViewName = (typeof VIEWS)[number];

export interface LeadSearch {
  /** One's own when left out; all of them for whoever gives leads to others. */
  view?: LeadViewName | undefined;
  q?: string | undefined;
  channel?: (typeof CHANNELS)[number] | undefined;
  grade?: (typeof GRADES)[number] | undefined;
  sort?: (typeof SORTS)[number] | undefined;
  /** The lead in the side panel. */
  open?: string | undefined;
  /** Whether the form for a new enquiry is open. */
  new?: true | undefined;
}

export function readLeadSearch(search: Record<string, unknown>): LeadSearch {
  return {
    view: oneOf(search.view, VIEWS),
    q: text(search.q),
    channel: oneOf(search.channel, CHANNELS),
    grade: oneOf(search.grade, GRADES),
    sort: oneOf(search.sort, SORTS),
    open: text(search.open),
    new: flag(search.new),
  };
}
