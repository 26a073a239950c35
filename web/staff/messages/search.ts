// What the address of the messages page says.
import { flag, oneOf, text } from '../shell/search';

export const CHANNELS = ['sms', 'email', 'wecom', 'push'] as const;
export const STATES = ['waiting', 'held', 'unknown', 'sent', 'delivered', 'refused', 'failed'] as const;
export const PURPOSES = ['code', 'notice', 'care', 'marketing'] as const;

export interface MessageSearch {
  channel?: (typeof CHANNELS)[number] | undefined;
  state?: (typeof STATES)[number] | undefined;
  purpose?: (typeof PURPOSES)[number] | undefined;
  /** The first and the last day, `2026-03-01`. */
  from?: string | undefined;
  until?: string | undefined;
  /** Whether the costs are shown. */
  costs?: true | undefined;
  /** Only messages to this customer. */
  customer?: string | undefined;
  /** The message in the side panel. */
  open?: string | undefined;
  /** Whether the form for a new message is open. */
  new?: true | undefined;
}

export function readMessageSearch(search: Record<string, unknown>): MessageSearch {
  return {
    channel: oneOf(search.channel, CHANNELS),
    state: oneOf(search.state, STATES),
    purpose: oneOf(search.purpose, PURPOSES),
    from: text(search.from),
    until: text(search.until),
    costs: flag(search.costs),
    customer: text(search.customer),
    open: text(search.open),
    new: flag(search.new),
  };
}
