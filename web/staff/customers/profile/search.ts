// What the address of a customer's page says: which tab is open.
import { oneOf } from '../../shell/search';

export const PROFILE_TABS = ['timeline', 'vehicles', 'tasks', 'details', 'messages'] as const;
export type ProfileTab = (typeof PROFILE_TABS)[number];

export interface ProfileSearch {
  tab?: ProfileTab | undefined;
}

export function readProfileSearch(search: Record<string, unknown>): ProfileSearch {
  return { tab: oneOf(search.tab, PROFILE_TABS) };
}
