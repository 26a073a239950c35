// Messages sent to customers: which, to whom, and whether they arrived.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, DatePicker, Drawer, Select } from 'antd';
import dayjs from 'dayjs';
import { MessagesSquare, PenLine, ReceiptText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CustomerView, MessageView } from '../../shared/api/types';
import { useEndless } from '../../shared/endless';
import { dateTime, relativeDay, time } from '../../shared/format';
import { useIsPhone } from '../../shared/media';
import { read } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { Person } from '../../shared/ui/faces';
import { PageHead } from '../../shared/ui/PageHead';
import { type PlainColumn, PlainTable } from '../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../shared/ui/states';
import { usePower, useStoreChoice } from '../session/session';
import { ComposeMessage } from './ComposeMessage';
import { Costs } from './Costs';
import { ChannelSign, MessageState } from './channels';
import { MessageDetail } from './MessageDetail';
import { obstacleWords } from './obstacles';
import './messages.css';
import { CHANNELS, type MessageSearch, PURPOSES, STATES } from './search';

const DAY = 'YYYY-MM-DD';

export function MessagesPage() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const isPhone = useIsPhone();
  const search = useSearch({ from: '/staff/messages' });
  const navigate = useNavigate({ from: '/messages' });
  const turn = (change: Partial<MessageSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  return (
    <>
      <PageHead title={t('page.messages')}>
        <Button icon={<ReceiptText size={14} />} onClick={() => turn({ costs: true })}>
          {t('messaging.costs')}
        </Button>
        <Deed
          type="primary"
          icon={<PenLine size={14} />}
          reason={reason('send_messages')}
          onClick={() => turn({ new: true })}
        >
          {t('messages.write')}
        </Deed>
      </PageHead>
      <Filters search={search} turn={turn} />
      <MessageList search={search} turn={turn} />
      <Drawer
        open={search.open !== undefined}
        onClose={() => turn({ open: undefined })}
        size={isPhone ? '100%' : 440}
        title={t('messages.detail')}
        destroyOnHidden
      >
        {search.open && <MessageDetail id={search.open} />}
      </Drawer>
      {search.costs && <Costs onClose={() => turn({ costs: undefined })} />}
      <ComposeMessage
        isOpen={search.new === true}
        customerId={search.new ? search.customer : undefined}
        onClose={() => turn({ new: undefined })}
      />
    </>
  );
}

interface Turning {
  search: MessageSearch;
  turn: (change: Partial<MessageSearch>) => void;
}

function Filters({ search, turn }: Turning) {
  const { t } = useTranslation();
  const { data: customer } = useQuery({
    ...read<CustomerView>(`/customers/${search.customer}`),
    enabled: search.customer !== undefined,
  });
  return (
    <div className="filter-row">
      <Select<(typeof CHANNELS)[number] | ''>
        aria-label={t('messages.channelLabel')}
        value={search.channel ?? ''}
        onChange={(channel) => turn({ channel: channel || undefined })}
        options={[
          { value: '', label: t('messages.anyChannel') },
          ...CHANNELS.map((one) => ({ value: one, label: t(`messages.channel.${one}`) })),
        ]}
      />
      <Select<(typeof STATES)[number] | ''>
        aria-label={t('messages.stateLabel')}
        value={search.state ?? ''}
        onChange={(state) => turn({ state: state || undefined })}
        options={[
          { value: '', label: t('messages.anyState') },
          ...STATES.map((one) => ({ value: one, label: t(`messageState.${one}`) })),
        ]}
      />
      <Select<(typeof PURPOSES)[number] | ''>
        aria-label={t('messagePurpose.label')}
        value={search.purpose ?? ''}
        onChange={(purpose) => turn({ purpose: purpose || undefined })}
        options={[
          { value: '', label: t('messagePurpose.any') },
          ...PURPOSES.map((one) => ({ value: one, label: t(`messagePurpose.${one}`) })),
        ]}
      />
      <DatePicker.RangePicker
        aria-label={t('messaging.from')}
        placeholder={[t('messaging.from'), t('messaging.until')]}
        allowEmpty
        value={[search.from ? dayjs(search.from) : null, search.until ? dayjs(search.until) : null]}
        onChange={(days) => turn({ from: days?.[0]?.format(DAY), until: days?.[1]?.format(DAY) })}
      />
      {search.customer && (
        <>
          <span className="second">{t('messages.of', { name: customer?.name ?? '…' })}</span>
          <button type="button" className="link" onClick={() => turn({ customer: undefined })}>
            {t('messages.all')}
          </button>
        </>
      )}
    </div>
  );
}

function MessageList({ search, turn }: Turning) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const { channel, state, customer, purpose, from, until } = search;
  const { store } = useStoreChoice();
  const list = useEndless<MessageView>(
    '/messages',
    { channel, state, customer, purpose, from, until, store: store?.id },
    { watches: (message) => message.state === 'waiting' && Date.now() - Date.parse(message.created_at) < 60_000 },
  );
  const onOpen = (message: MessageView) => turn({ open: message.id });
  if (list.failure) return <ErrorState failure={list.failure} onRetry={list.retry} />;
  if (!list.isLoading && list.items.length === 0) {
    const isFiltered = channel || state || customer || purpose || from || until || store;
    return isFiltered ? (
      <Empty icon={MessagesSquare} title={t('messages.noneMatch')} />
    ) : (
      <Empty icon={MessagesSquare} title={t('messages.none')} hint={t('messages.noneHint')} />
    );
  }
  return (
    <div className="table-frame">
      <PlainTable
        label={t('messages.list')}
        rows={list.isLoading ? undefined : list.items}
        endless={list}
        present={search.open}
        onOpen={onOpen}
        columns={isPhone ? phoneColumns(t, onOpen) : messageColumns(t, onOpen)}
      />
    </div>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

function messageColumns(t: Translate, onOpen: (message: MessageView) => void): PlainColumn<MessageView>[] {
  return [
    {
      id: 'customer',
      title: t('messages.column.customer'),
      width: 170,
      cell: (message) => (
        <span className="face-cell">
          <ChannelSign channel={message.channel} />
          {message.customer ? (
            <Link to="/customers/$id" params={{ id: message.customer.id }} className="cut strong-link">
              {message.customer.name}
            </Link>
          ) : (
            message.is_forgotten && <span className="muted">{t('messages.forgotten')}</span>
          )}
        </span>
      ),
    },
    {
      id: 'to',
      title: t('messages.column.to'),
      width: 150,
      cell: (message) => <span className="second">{message.to}</span>,
    },
    {
      id: 'text',
      title: t('messages.column.text'),
      cell: (message) => (
        <button type="button" className="message-text" onClick={() => onOpen(message)}>
          {message.subject && <b>{message.subject} </b>}
          {message.is_forgotten ? <span className="muted">{t('messages.forgottenText')}</span> : message.text}
        </button>
      ),
    },
    {
      id: 'state',
      title: t('messages.column.state'),
      width: 104,
      cell: (message) => (
        <span title={message.error ?? message.obstacles.map((one) => obstacleWords(one, t)).join('；')}>
          <MessageState state={message.state} />
        </span>
      ),
    },
    {
      id: 'by',
      title: t('messages.column.by'),
      width: 120,
      cell: (message) =>
        message.by ? <Person person={message.by} /> : <span className="muted">{t('messages.system')}</span>,
    },
    {
      id: 'at',
      title: t('messages.column.at'),
      width: 120,
      alignsEnd: true,
      cell: (message) => <When at={message.created_at} />,
    },
  ];
}

function phoneColumns(t: Translate, onOpen: (message: MessageView) => void): PlainColumn<MessageView>[] {
  return [
    {
      id: 'message',
      title: t('messages.list'),
      cell: (message) => (
        <button type="button" className="message-card" onClick={() => onOpen(message)}>
          <ChannelSign channel={message.channel} />
          <span className="two-lines">
            <b>{message.is_forgotten ? t('messages.forgotten') : (message.customer?.name ?? message.to)}</b>
            <span className="cut">{message.is_forgotten ? t('messages.forgottenText') : message.text}</span>
            <span>
              <When at={message.created_at} />
            </span>
          </span>
          <MessageState state={message.state} />
        </button>
      ),
    },
  ];
}

function When({ at }: { at: string }) {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return (
    <time className="second" dateTime={at} title={dateTime(at)}>
      {isToday ? time(at) : relativeDay(at)}
    </time>
  );
}
