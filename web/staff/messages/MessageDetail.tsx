// One message: what it said, and what became of it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../shared/api/types';
import { dateTime } from '../../shared/format';
import { read } from '../../shared/queries';
import { Person } from '../../shared/ui/faces';
import { ErrorState, Skeleton } from '../../shared/ui/states';
import { ChannelSign, MessageState } from './channels';

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
  const { customer, channel, to, subject, text, state, via, created_at, sent_at, by, error, attempts } = answer.data;
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
            <b>{to}</b>
          )}
          <span className="num">
            {t(`messages.channel.${channel}`)} · {to}
          </span>
        </div>
        <div className="spring" />
        <MessageState state={state} />
      </header>
      <blockquote>
        {subject && <b>{subject}</b>}
        {text}
      </blockquote>
      {error && (
        <p className="late" role="alert">
          {t('messages.error')}: {error}
        </p>
      )}
      <dl>
        <Fact label={t('messages.created')}>{dateTime(created_at)}</Fact>
        <Fact label={t('messages.sent')}>{dateTime(sent_at)}</Fact>
        <Fact label={t('messages.attempts')}>{attempts}</Fact>
        <Fact label={t('messages.column.by')}>{by ? <Person person={by} /> : t('messages.system')}</Fact>
        <Fact label={t('messages.via')}>{via === STAND_IN ? t('messages.standIn') : via}</Fact>
      </dl>
    </div>
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
