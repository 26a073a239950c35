// The channels of messages and their signs, the states and their colours, and how long a text may be.
import { Bell, type LucideIcon, Mail, MessageSquareText, MessagesSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ContactView, MessageView } from '../../shared/api/types';
import { Tag, type Tone } from '../../shared/ui/faces';
import './messages.css';

type Channel = MessageView['channel'];

const SIGN: Record<Channel, { icon: LucideIcon; tone: Tone }> = {
  sms: { icon: MessageSquareText, tone: 'green' },
  email: { icon: Mail, tone: 'blue' },
  wecom: { icon: MessagesSquare, tone: 'teal' },
  push: { icon: Bell, tone: 'violet' },
};

/** The channels a person can write on, with the kind of contact each needs. */
export const WRITABLE: { channel: 'sms' | 'wecom' | 'email'; contact: ContactView['kind'] }[] = [
  { channel: 'sms', contact: 'phone' },
  { channel: 'wecom', contact: 'wecom' },
  { channel: 'email', contact: 'email' },
];

/** The most characters of a text; the server counts anew. */
export const LONGEST = { sms: 480, wecom: 1_300, email: 20_000 };

/** How many SMS a text takes: 70 characters in one, 67 in each of several, whatever the letters, as Chinese providers count. */
export function smsParts(text: string): number {
  const length = [...text].length;
  return length <= 70 ? 1 : Math.ceil(length / 67);
}

export function ChannelSign({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const { icon: Icon, tone } = SIGN[channel];
  const words = t(`messages.channel.${channel}`);
  return (
    <span className={`channel-sign tone-${tone}`} role="img" aria-label={words} title={words}>
      <Icon size={15} />
    </span>
  );
}

const STATE_TONE: Record<MessageView['state'], Tone> = {
  waiting: 'amber',
  held: 'amber',
  unknown: 'amber',
  sent: 'blue',
  delivered: 'green',
  refused: 'slate',
  failed: 'red',
};

export function MessageState({ state }: { state: MessageView['state'] }) {
  const { t } = useTranslation();
  return (
    <Tag tone={STATE_TONE[state]} hasDot>
      {t(`messageState.${state}`)}
    </Tag>
  );
}
