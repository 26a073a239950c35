// Every answer a customer ever gave about their data, with its text and proof.
import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ConsentView } from '../../../../shared/api/types';
import { useEndless } from '../../../../shared/endless';
import { dateTime } from '../../../../shared/format';
import { useIsPhone } from '../../../../shared/media';
import { Tag } from '../../../../shared/ui/faces';
import { PlainTable } from '../../../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../../../shared/ui/states';

export function AnswerHistory({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const list = useEndless<ConsentView>(`/customers/${customerId}/consents/answers`);
  return (
    <Drawer open onClose={onClose} size={isPhone ? '100%' : 560} title={t('consent.history')}>
      {list.failure ? (
        <ErrorState failure={list.failure} onRetry={list.retry} />
      ) : !list.isLoading && list.items.length === 0 ? (
        <Empty title={t('consent.noHistory')} />
      ) : (
        <PlainTable
          label={t('consent.history')}
          rows={list.isLoading ? undefined : list.items}
          endless={list}
          columns={[
            {
              id: 'answer',
              title: t('consent.answerLabel'),
              cell: (one) => (
                <span className="two-lines">
                  <b>
                    {one.title} · {t(`consent.channel.${one.channel}`)}
                  </b>
                  <span>
                    {[t(`consent.how.${one.how}`), one.proof, one.policy && `${one.policy.title} v${one.policy.number}`]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </span>
              ),
            },
            {
              id: 'said',
              title: '',
              width: 84,
              cell: (one) => (
                <Tag tone={one.answer === 'given' ? 'green' : 'red'} hasDot={!one.replaced_at}>
                  {t(`consent.answer.${one.answer}`)}
                </Tag>
              ),
            },
            {
              id: 'when',
              title: t('consent.when'),
              width: 150,
              cell: (one) => (
                <span className="two-lines">
                  <span className="num">{dateTime(one.answered_at)}</span>
                  <span>{one.by.name}</span>
                </span>
              ),
            },
          ]}
        />
      )}
    </Drawer>
  );
}
