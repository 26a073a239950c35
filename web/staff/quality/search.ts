// What the address of the data quality page says.
import { oneOf } from '../shell/search';

export const QUALITY_TABS = ['standing', 'audits', 'confirmations', 'changes'] as const;
export type QualityTabName = (typeof QUALITY_TABS)[number];

export function readQualitySearch(search: Record<string, unknown>): { tab?: QualityTabName | undefined } {
  return { tab: oneOf(search.tab, QUALITY_TABS) };
}
