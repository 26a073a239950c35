// What the messages of a month cost, by store, channel and purpose.
import { useQuery } from '@tanstack/react-query';
import { DatePicker, Drawer } from 'antd';
import dayjs from 'dayjs';
import { ReceiptText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageCostView } from '../../shared/api/types';
import { number } from '../../shared/format';
import { useIsPhone } from '../../shared/media';
import { read } from '../../shared/queries';
import { PlainTable } from '../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../shared/ui/states';
import { thousandths } from './cost';

const DAY = 'YYYY-MM-DD';

export function Costs({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [month, setMonth] = useState(() => dayjs().startOf('month'));
  const query = { from: month.format(DAY), until: month.endOf('month').format(DAY) };
  const costs = useQuery(read<MessageCostView[]>('/message-costs', query));
  const rows = costs.data?.map((row) => ({
    ...row,
    id: `${row.store.id} ${row.channel} ${row.purpose} ${row.currency}`,
  }));
  return (
    <Drawer open onClose={onClose} size={isPhone ? '100%' : 720} title={t('messaging.costs')} destroyOnHidden>
      <div className="message-costs">
        <DatePicker
          picker="month"
          aria-label={t('messaging.costs')}
          allowClear={false}
          value={month}
          onChange={(chosen) => chosen && setMonth(chosen.startOf('month'))}
        />
        {costs.error && !costs.data && <ErrorState failure={costs.error} onRetry={() => void costs.refetch()} />}
        {rows?.length === 0 ? (
          <Empty icon={ReceiptText} title={t('messaging.costsNone')} />
        ) : (
          <PlainTable
            label={t('messaging.costsOf', { month: month.format('YYYY-MM') })}
            rows={rows}
            columns={[
              { id: 'store', title: t('messaging.store'), cell: (row) => row.store.name },
              { id: 'channel', title: t('messages.channelLabel'), cell: (row) => t(`messages.channel.${row.channel}`) },
              { id: 'purpose', title: t('messagePurpose.label'), cell: (row) => t(`messagePurpose.${row.purpose}`) },
              {
                id: 'messages',
                title: t('messaging.messages'),
                alignsEnd: true,
                cell: (row) => <span className="num">{number(row.messages)}</span>,
              },
              {
                id: 'parts',
                title: t('messaging.smsParts'),
                alignsEnd: true,
                isExtra: true,
                cell: (row) => <span className="num">{number(row.parts)}</span>,
              },
              {
                id: 'read',
                title: t('messaging.read'),
                alignsEnd: true,
                isExtra: true,
                cell: ({ watched, opened, clicked }) =>
                  watched > 0 ? (
                    <span className="num">{t('messaging.ofWatched', { opened, clicked, watched })}</span>
                  ) : (
                    <span className="muted">—</span>
                  ),
              },
              {
                id: 'cost',
                title: t('messaging.cost'),
                alignsEnd: true,
                cell: (row) => <Cost row={row} />,
              },
            ]}
          />
        )}
      </div>
    </Drawer>
  );
}

function Cost({ row }: { row: MessageCostView }) {
  const { t } = useTranslation();
  if (row.thousandths === null || row.thousandths === undefined) {
    return <span className="muted">{t('messaging.noPrice')}</span>;
  }
  return <span className="num">{thousandths(row.thousandths, row.currency ?? 'CNY')}</span>;
}
