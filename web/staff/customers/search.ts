// What the address of the customers page says: the question asked, and what lies over the list.
import { flag, text } from '../shell/search';
import { type ListSearch, readListSearch } from '../views/definition';

export interface CustomerSearch extends ListSearch {
  /** The customer in the side panel. */
  open?: string | undefined;
  /** Whether the form for a new customer is open. */
  new?: true | undefined;
}

export function readCustomerSearch(search: Record<string, unknown>): CustomerSearch {
  return { ...readListSearch(search), open: text(search.open), new: flag(search.new) };
}
