// What messages cost, from which day on.
import { useQuery } from '@tanstack/react-query';
import { App, Button, DatePicker, Form, InputNumber, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessagePriceView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { date } from '../../../shared/format';
import { read, useWrite } from '../../../shared/queries';
import { PlainTable } from '../../../shared/ui/PlainTable';
import { ErrorState } from '../../../shared/ui/states';
import { thousandths } from '../../messages/cost';
import { CHANNELS } from '../../messages/search';
import { FormDrawer } from '../FormDrawer';

export function Prices() {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const prices = useQuery(read<MessagePriceView[]>('/message-prices'));
  const [isNew, setNew] = useState(false);
  const remove = useWrite<string>({
    deed: (id) => api.remove(`/message-prices/${id}`),
    touches: () => [['message-prices']],
    done: () => t('common.deleted'),
  });
  return (
    <section className="card" aria-label={t('channels.prices')}>
      <header>
        <h2>{t('channels.prices')}</h2>
        <div className="spring" />
        <Button size="small" icon={<Plus size={13} />} onClick={() => setNew(true)}>
          {t('channels.newPrice')}
        </Button>
      </header>
      <div className="inside">
        <p className="second">{t('channels.pricesHint')}</p>
        {prices.error && !prices.data && <ErrorState failure={prices.error} onRetry={() => void prices.refetch()} />}
        {prices.data?.length === 0 && <p className="muted">{t('channels.noPrices')}</p>}
      </div>
      {(prices.data?.length ?? 0) > 0 && (
        <PlainTable
          label={t('channels.prices')}
          rows={prices.data}
          columns={[
            { id: 'channel', title: t('channels.channel'), cell: (price) => t(`messages.channel.${price.channel}`) },
            { id: 'from', title: t('channels.fromDay'), cell: (price) => date(price.from_day) },
            {
              id: 'price',
              title: t('channels.price'),
              alignsEnd: true,
              cell: (price) => <span className="num">{thousandths(price.thousandths, price.currency)}</span>,
            },
            {
              id: 'deeds',
              title: '',
              width: 48,
              cell: (price) => (
                <Button
                  type="text"
                  size="small"
                  aria-label={t('channels.removePrice')}
                  icon={<Trash2 size={14} />}
                  onClick={() =>
                    modal.confirm({
                      title: t('channels.removePrice'),
                      onOk: () => remove.mutateAsync(price.id).catch(() => {}),
                    })
                  }
                />
              ),
            },
          ]}
        />
      )}
      {isNew && <NewPrice onClose={() => setNew(false)} />}
    </section>
  );
}

interface Words {
  channel: MessagePriceView['channel'];
  from_day: Dayjs;
  price: number;
}

function NewPrice({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const required = [{ required: true, message: t('channels.required') }];
  return (
    <FormDrawer<Words>
      title={t('channels.newPrice')}
      initial={{ channel: 'sms' }}
      submit={({ channel, from_day, price }) =>
        api.post('/message-prices', {
          channel,
          from_day: from_day.format('YYYY-MM-DD'),
          thousandths: Math.round(price * 1_000),
        })
      }
      touches={[['message-prices']]}
      onClose={onClose}
    >
      <Form.Item name="channel" label={t('channels.channel')}>
        <Select options={CHANNELS.map((one) => ({ value: one, label: t(`messages.channel.${one}`) }))} />
      </Form.Item>
      <Form.Item name="from_day" label={t('channels.fromDay')} rules={required}>
        <DatePicker style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="price" label={t('channels.price')} rules={required}>
        <InputNumber min={0} max={1_000} step={0.001} style={{ width: '100%' }} />
      </Form.Item>
    </FormDrawer>
  );
}
