// The log of one webhook: what it was to be told, what became of it, and sending it again.
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Drawer, Modal, Segmented, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { RotateCw, ScrollText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  Count,
  DeliveryDetailView,
  DeliveryState,
  DeliveryView,
  WebhookEventsView,
  WebhookView,
} from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useEndless } from '../../../shared/endless';
import { count, dateTime } from '../../../shared/format';
import { useIsPhone } from '../../../shared/media';
import { read, useWrite } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { Tag, type Tone } from '../../../shared/ui/faces';
import { type PlainColumn, PlainTable } from '../../../shared/ui/PlainTable';
import { Empty, ErrorState, Skeleton } from '../../../shared/ui/states';
import { eventTitle } from './events';
import { Tries } from './Tries';

const TONE: Record<DeliveryState, Tone> = { waiting: 'blue', delivered: 'green', failed: 'red', dropped: 'slate' };
const STATES: DeliveryState[] = ['waiting', 'delivered', 'failed', 'dropped'];

export function Log({ webhook, onClose }: { webhook: WebhookView; onClose: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [state, setState] = useState<DeliveryState | ''>('');
  const [event, setEvent] = useState<string>();
  const [open, setOpen] = useState<DeliveryView | null>(null);
  const [isReplaying, setReplaying] = useState(false);
  const { data: catalogue = [] } = useQuery(read<WebhookEventsView[]>('/webhook-events'));
  const path = `/webhooks/${webhook.id}/deliveries`;
  const query = { ...(state ? { state } : {}), ...(event ? { event } : {}) };
  const log = useEndless<DeliveryView>(path, query, { watches: ({ state }) => state === 'waiting' });
  const again = useReplay(webhook.id);
  const columns = useColumns(catalogue, (delivery) => again.mutate({ which: 'one', delivery_id: delivery.id }));
  return (
    <Drawer
      open
      onClose={onClose}
      size={isPhone ? '100%' : 860}
      title={t('webhooks.logOf', { name: webhook.name })}
      destroyOnHidden
    >
      <div className="log-head">
        <Segmented<DeliveryState | ''>
          aria-label={t('webhooks.state.title')}
          value={state}
          onChange={setState}
          options={[
            { value: '', label: t('common.all') },
            ...STATES.map((one) => ({ value: one, label: t(`webhooks.delivery.${one}`) })),
          ]}
        />
        <Select
          aria-label={t('webhooks.event')}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          className="log-event"
          value={event}
          onChange={setEvent}
          placeholder={t('webhooks.event')}
          options={catalogue.flatMap(({ title, events }) =>
            events.map((one) => ({ value: one.name, label: `${title}：${one.title}` })),
          )}
        />
        <div className="spring" />
        <Button icon={<RotateCw size={14} />} onClick={() => setReplaying(true)}>
          {t('webhooks.replayMany')}
        </Button>
      </div>
      {log.failure ? (
        <ErrorState failure={log.failure} onRetry={log.retry} />
      ) : !log.isLoading && log.items.length === 0 ? (
        <Empty icon={ScrollText} title={t('webhooks.logEmpty')} hint={t('webhooks.logEmptyHint')} />
      ) : (
        <PlainTable
          label={t('webhooks.log')}
          rows={log.isLoading ? undefined : log.items}
          endless={log}
          present={open?.id}
          onOpen={setOpen}
          columns={columns}
        />
      )}
      {open && <Detail path={`${path}/${open.id}`} onClose={() => setOpen(null)} />}
      {isReplaying && <ReplayMany webhook={webhook} onClose={() => setReplaying(false)} />}
    </Drawer>
  );
}

function useColumns(
  catalogue: WebhookEventsView[],
  onAgain: (delivery: DeliveryView) => void,
): PlainColumn<DeliveryView>[] {
  const { t } = useTranslation();
  return [
    {
      id: 'event',
      title: t('webhooks.event'),
      cell: (delivery) => (
        <span className="two-lines">
          <b>{eventTitle(catalogue, delivery.event, t('webhooks.trial'))}</b>
          <span className="second">
            {[dateTime(delivery.created_at), delivery.customer?.name].filter(Boolean).join(' · ')}
          </span>
        </span>
      ),
    },
    {
      id: 'state',
      title: t('webhooks.state.title'),
      cell: (delivery) => (
        <span className="two-lines">
          <Tag tone={TONE[delivery.state]} hasDot>
            {t(`webhooks.delivery.${delivery.state}`)}
          </Tag>
          <span className="second">
            {[delivery.status, delivery.fault && t(`webhooks.fault.${delivery.fault}`)].filter(Boolean).join(' · ')}
          </span>
        </span>
      ),
    },
    {
      id: 'attempts',
      isExtra: true,
      title: t('webhooks.attempts'),
      cell: (delivery) => (
        <span className="two-lines">
          <span className="num">{delivery.attempts}</span>
          {delivery.due_at && delivery.attempts > 0 && (
            <span className="second">{t('webhooks.nextAt', { at: dateTime(delivery.due_at) })}</span>
          )}
        </span>
      ),
    },
    {
      id: 'deeds',
      title: '',
      width: 96,
      cell: (delivery) =>
        delivery.can.includes('replay') && (
          <Deed size="small" onClick={() => onAgain(delivery)}>
            {t('webhooks.again')}
          </Deed>
        ),
    },
  ];
}

function Detail({ path, onClose }: { path: string; onClose: () => void }) {
  const { t } = useTranslation();
  const answer = useQuery(read<DeliveryDetailView>(path));
  const detail = answer.data;
  return (
    <Modal open width={640} title={t('webhooks.detail')} footer={null} onCancel={onClose}>
      {answer.error && !detail && <ErrorState failure={answer.error} onRetry={() => void answer.refetch()} />}
      {!detail && !answer.error && <Skeleton lines={6} />}
      {detail && (
        <div className="delivery">
          <p className="second num">webhook-id: {detail.message_id}</p>
          <h3>{t('webhooks.request')}</h3>
          {detail.request ? <pre>{detail.request}</pre> : <p className="second">{t('webhooks.requestGone')}</p>}
          <h3>{t('webhooks.answers')}</h3>
          <Tries tries={detail.tries} />
        </div>
      )}
    </Modal>
  );
}

type Replay =
  | { which: 'one'; delivery_id: string }
  | { which: 'failed'; since: string }
  | { which: 'range'; from: string; until: string };

function useReplay(id: string, onDone?: () => void) {
  const { t } = useTranslation();
  return useWrite<Replay, Count>({
    deed: (replay) => api.post(`/webhooks/${id}/replays`, replay),
    touches: () => [['webhooks']],
    done: (many) => (many.count === 0 ? t('webhooks.replayNone') : t('webhooks.replayed', { number: count(many) })),
    ...(onDone ? { onDone } : {}),
  });
}

function ReplayMany({ webhook, onClose }: { webhook: WebhookView; onClose: () => void }) {
  const { t } = useTranslation();
  const [which, setWhich] = useState<'failed' | 'range'>('failed');
  const [from, setFrom] = useState<Dayjs>(dayjs(webhook.failing_since ?? dayjs().subtract(1, 'day')));
  const [until, setUntil] = useState<Dayjs>(dayjs());
  const replay = useReplay(webhook.id, onClose);
  const send = () =>
    replay.mutate(
      which === 'failed'
        ? { which, since: from.toISOString() }
        : { which, from: from.toISOString(), until: until.toISOString() },
    );
  return (
    <Modal
      open
      width={440}
      title={t('webhooks.replayMany')}
      okText={t('webhooks.again')}
      confirmLoading={replay.isPending}
      onOk={send}
      onCancel={onClose}
    >
      <div className="replay-form">
        <Segmented
          value={which}
          onChange={setWhich}
          options={[
            { value: 'failed' as const, label: t('webhooks.replayFailed') },
            { value: 'range' as const, label: t('webhooks.replayRange') },
          ]}
        />
        <DatePicker
          aria-label={t('webhooks.from')}
          showTime
          allowClear={false}
          value={from}
          onChange={(at) => at && setFrom(at)}
        />
        {which === 'range' && (
          <DatePicker
            aria-label={t('webhooks.until')}
            showTime
            allowClear={false}
            value={until}
            onChange={(at) => at && setUntil(at)}
          />
        )}
        <p className="second">{t('webhooks.replayHint')}</p>
      </div>
    </Modal>
  );
}
