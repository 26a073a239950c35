// What the address of the page of channels says: which view, and what lies over the list.
import { oneOf, text } from '../../shell/search';

export const CHANNEL_VIEWS = ['connectors', 'quarantine'] as const;

export interface ChannelSearch {
  /** The connectors when left out. */
  view?: (typeof CHANNEL_VIEWS)[number] | undefined;
  /** The payloads of one connector. */
  connector?: string | undefined;
  outcome?: (typeof OUTCOMES)[number] | undefined;
  /** The payload in the side panel. */
  open?: string | undefined;
}

export const OUTCOMES = ['quarantined', 'dismissed', 'created', 'merged', 'duplicate'] as const;

export function readChannelSearch(search: Record<string, unknown>): ChannelSearch {
  return {
    view: oneOf(search.view, CHANNEL_VIEWS),
    connector: text(search.connector),
    outcome: oneOf(search.outcome, OUTCOMES),
    open: text(search.open),
  };
}
