// What the address of the page of assignment says: which of its parts.
import { oneOf } from '../../shell/search';

export const ASSIGNMENT_TABS = ['answers', 'rules', 'people', 'limits'] as const;
export type AssignmentTab = (typeof ASSIGNMENT_TABS)[number];

export function readAssignmentSearch(search: Record<string, unknown>): { tab?: AssignmentTab | undefined } {
  return { tab: oneOf(search.tab, ASSIGNMENT_TABS) };
}
