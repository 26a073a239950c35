// What the address of the messages page says.
import { flag, oneOf, text } from '../shell/search';

export const CHANNELS = ['sms', 'email', 'wecom', 'push'] as const;
export const STATES = ['waiting', 'sent', 'failed'] as const;

export interface MessageSearch {
  channel?: (typeof CHANNELS)[number] | undefined;
  state?: (typeof STATES)[number] | undefined;
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
    customer: text(search.customer),
    open: text(search.open),
    new: flag(search.new),
  };
}
