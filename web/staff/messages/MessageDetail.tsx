// One message: what it said, and what became of it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { dateTime } from '../../shared/format';
import { read, useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { Person } from '../../shared/ui/faces';
import { ErrorState, Skeleton } from '../../shared/ui/states';
import { usePower, useRecordReason } from '../session/session';
import { ChannelSign, MessageState } from './channels';
import { thousandths } from './cost';
import { obstacleWords } from './obstacles';

/** How the server calls the carrier of a house that has none. */
const STAND_IN = 'stand-in';
const WATCH_MS = 1_500;

export function MessageDetail({ id }: { id: string }) {
  const { t } = useTranslation();
  const answer = useQuery({
    ...read<MessageView>(`/messages/${id}`),
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? WATCH_MS : false),
  });
  if (answer.error && !answer.data) {
    return <ErrorState failure={answer.error} onRetry={() => void answer.refetch()} />;
  }
  if (!answer.data) return <Skeleton lines={6} />;
  const message = answer.data;
  const { customer, channel, to, subject, text, state, via, created_at, sent_at, by, error, attempts } = message;
  return (
    <div className="message-detail">
      <header>
        <ChannelSign channel={channel} />
        <div className="two-lines">
          {customer ? (
            <Link to="/customers/$id" params={{ id: customer.id }} className="strong-link">
              {customer.name}
            </Link>
          ) : (
            <b>{message.is_forgotten ? t('messages.forgotten') : to}</b>
          )}
          <span className="num">{[t(`messages.channel.${channel}`), to].filter(Boolean).join(' · ')}</span>
        </div>
        <div className="spring" />
        <MessageState state={state} />
      </header>
      <blockquote>
        {subject && <b>{subject}</b>}
        {message.is_forgotten ? <span className="muted">{t('messages.forgottenText')}</span> : text}
      </blockquote>
      {error && (
        <p className="late" role="alert">
          {t('messages.error')}: {error}
        </p>
      )}
      {message.obstacles.map((obstacle) => (
        <p key={obstacle.reason} className="late">
          {obstacleWords(obstacle, t)}
        </p>
      ))}
      <dl>
        <Fact label={t('messagePurpose.label')}>{t(`messagePurpose.${message.purpose}`)}</Fact>
        {message.template && (
          <Fact label={t('messaging.template')}>
            {message.template.name} · {t('messaging.edition', { number: message.template.edition })}
          </Fact>
        )}
        <Fact label={t('messaging.store')}>{message.store.name}</Fact>
        <Fact label={t('messages.created')}>{dateTime(created_at)}</Fact>
        <Fact label={t('messages.sent')}>{dateTime(sent_at)}</Fact>
        {message.send_after && <Fact label={t('messaging.sendAfter')}>{dateTime(message.send_after)}</Fact>}
        {message.delivered_at && <Fact label={t('messaging.delivered')}>{dateTime(message.delivered_at)}</Fact>}
        {message.is_watched && (
          <Fact label={t('messaging.opened')}>
            {message.opened_at ? dateTime(message.opened_at) : t('messaging.notOpened')}
          </Fact>
        )}
        {message.clicked_at && <Fact label={t('messaging.clicked')}>{dateTime(message.clicked_at)}</Fact>}
        <Fact label={t('messages.attempts')}>{attempts}</Fact>
        <Fact label={t('messages.column.by')}>{by ? <Person person={by} /> : t('messages.system')}</Fact>
        <Fact label={t('messages.via')}>
          {via === STAND_IN
            ? t('messages.standIn')
            : t(`channels.carrier.${via.replace('-', '_')}`, { defaultValue: via })}
        </Fact>
        {message.receipt && <Fact label={t('messaging.receipt')}>{message.receipt}</Fact>}
        {message.cost_thousandths !== null && message.cost_thousandths !== undefined && (
          <Fact label={t('messaging.cost')}>
            {thousandths(message.cost_thousandths, message.currency ?? 'CNY')}
            {channel === 'sms' && ` · ${t('messaging.parts', { count: message.parts })}`}
          </Fact>
        )}
      </dl>
      {(state === 'failed' || state === 'unknown') && <Retry message={message} />}
    </div>
  );
}

function Retry({ message }: { message: MessageView }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const can = useRecordReason(message.can);
  const retry = useWrite({
    deed: () => api.post(`/messages/${message.id}/retries`),
    touches: () => [['messages']],
    done: () => t('messaging.retried'),
  });
  return (
    <Deed
      icon={<RotateCw size={14} />}
      reason={reason('retry_messages') ?? can('retry')}
      loading={retry.isPending}
      onClick={() => retry.mutate()}
    >
      {t('messaging.retry')}
    </Deed>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num">{children}</dd>
    </div>
  );
}
