// How the yearly question whether a record is right goes, store by store.
import { useQuery } from '@tanstack/react-query';
import { MailQuestion } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConfirmationsView } from '../../shared/api/types';
import { number } from '../../shared/format';
import { read } from '../../shared/queries';
import { PlainTable } from '../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../shared/ui/states';

const FIGURES = ['asked', 'answered_right', 'changed', 'as_tasks'] as const;

export function Confirmations() {
  const { t } = useTranslation();
  const stores = useQuery(read<ConfirmationsView[]>('/quality/confirmations'));
  if (stores.error) return <ErrorState failure={stores.error} onRetry={() => void stores.refetch()} />;
  if (stores.data?.length === 0) {
    return <Empty icon={MailQuestion} title={t('quality.confirm.none')} hint={t('quality.confirm.noneHint')} />;
  }
  return (
    <div className="page-body">
      <p className="muted">{t('quality.confirm.hint')}</p>
      <div className="framed-table">
        <PlainTable<ConfirmationsView & { id: string }>
          label={t('quality.tab.confirmations')}
          rows={stores.data?.map((one) => ({ ...one, id: one.store.id }))}
          columns={[
            { id: 'store', title: t('quality.confirm.store'), cell: (one) => <b>{one.store.name}</b> },
            ...FIGURES.map((figure) => ({
              id: figure,
              title: t(`quality.confirm.${figure}`),
              alignsEnd: true,
              cell: (one: ConfirmationsView) => <span className="num">{number(one[figure])}</span>,
            })),
            {
              id: 'open',
              title: t('quality.confirm.open'),
              alignsEnd: true,
              cell: (one) => (
                <span className="num">{number(one.asked - one.as_tasks - one.answered_right - one.changed)}</span>
              ),
            },
          ]}
        />
      </div>
    </div>
  );
}
