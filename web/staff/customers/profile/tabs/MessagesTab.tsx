// What was sent to the customer, and a line to write the next message on.
import { Button, Input, Segmented, Select } from 'antd';
import { Send } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerView, MessageView } from '../../../../shared/api/types';
import { api } from '../../../../shared/client';
import { useEnd, useEndless } from '../../../../shared/endless';
import { dateTime, relativeDay } from '../../../../shared/format';
import { MOD, pressed } from '../../../../shared/keys';
import { useWrite } from '../../../../shared/queries';
import { Empty, ErrorState, Skeleton } from '../../../../shared/ui/states';
import { MessageState } from '../../../messages/channels';
import { usePower } from '../../../session/session';
import '../composer.css';

type Channel = 'sms' | 'email' | 'wecom';
const CHANNELS: Channel[] = ['sms', 'wecom', 'email'];
type Purpose = 'notice' | 'care' | 'marketing';
/** What it is for decides whether the customer must have agreed, at what hours it goes and how often. */
const PURPOSES: Purpose[] = ['notice', 'care', 'marketing'];

export function MessagesTab({ customer }: { customer: CustomerView }) {
  const { may } = usePower();
  return (
    <div className="profile-section">
      {may('send_messages') && <MessageForm customer={customer} />}
      {may('see_messages') && <Sent customerId={customer.id} />}
    </div>
  );
}

function MessageForm({ customer }: { customer: CustomerView }) {
  const { t } = useTranslation();
  const preferred = CHANNELS.find((channel) => channel === customer.preferred_channel);
  const [channel, setChannel] = useState<Channel>(preferred ?? 'sms');
  const [purpose, setPurpose] = useState<Purpose>('notice');
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const send = useWrite<void, MessageView>({
    deed: () =>
      api.post('/messages', {
        customer_id: customer.id,
        channel,
        purpose,
        text: text.trim(),
        ...(channel === 'email' && subject.trim() ? { subject: subject.trim() } : {}),
      }),
    touches: () => [['messages'], ['customers', customer.id]],
    done: () => t('profile.queued'),
    onDone: () => setText(''),
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (pressed(event) === 'Enter' && (event.metaKey || event.ctrlKey) && text.trim()) send.mutate();
  };
  return (
    <div className="composer">
      {channel === 'email' && (
        <Input
          variant="borderless"
          className="composer-subject"
          value={subject}
          maxLength={120}
          placeholder={t('profile.subject')}
          aria-label={t('profile.subject')}
          onChange={(event) => setSubject(event.target.value)}
        />
      )}
      <Input.TextArea
        autoFocus
        variant="borderless"
        autoSize={{ minRows: 2, maxRows: 10 }}
        maxLength={1000}
        value={text}
        placeholder={t('profile.messagePlaceholder')}
        aria-label={t('profile.messageText')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="composer-foot">
        <Segmented<Channel>
          size="small"
          aria-label={t('profile.messageChannel')}
          value={channel}
          onChange={setChannel}
          options={CHANNELS.map((one) => ({ value: one, label: t(`channel.${one}`) }))}
        />
        <Select<Purpose>
          size="small"
          aria-label={t('messagePurpose.label')}
          value={purpose}
          onChange={setPurpose}
          popupMatchSelectWidth={false}
          options={PURPOSES.map((one) => ({ value: one, label: t(`messagePurpose.${one}`) }))}
        />
        <span className="spring" />
        <Button
          size="small"
          type={text.trim() ? 'primary' : 'default'}
          disabled={!text.trim()}
          loading={send.isPending}
          title={`${MOD}↵`}
          icon={<Send size={13} />}
          onClick={() => send.mutate()}
        >
          {t('profile.send')}
        </Button>
      </div>
    </div>
  );
}

function Sent({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const messages = useEndless<MessageView>('/messages', { customer: customerId });
  const end = useEnd<HTMLDivElement>(messages.more);
  if (messages.isLoading) return <Skeleton lines={4} />;
  if (messages.failure) return <ErrorState failure={messages.failure} onRetry={messages.retry} />;
  if (messages.items.length === 0) return <Empty icon={Send} title={t('profile.noMessages')} />;
  return (
    <div className="profile-frame">
      {messages.items.map((message) => (
        <article key={message.id} className="message-item">
          <p>
            <b>{message.subject ?? t(`channel.${message.channel}`)}</b>
            <span className="muted num">{message.to}</span>
            {message.by && <span className="muted">{message.by.name}</span>}
            <span className="spring" />
            <MessageState state={message.state} />
            <time className="muted" dateTime={message.created_at} title={dateTime(message.created_at)}>
              {relativeDay(message.created_at)}
            </time>
          </p>
          <p className="second">{message.text}</p>
          {message.error && <p className="late">{message.error}</p>}
        </article>
      ))}
      {messages.hasMore && <div ref={end} />}
    </div>
  );
}
