// The customers of the dealership: find them, filter them, keep views of them, change many at once.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Count, CustomerRow, Field } from '../../shared/api/types';
import { useChoice } from '../../shared/choice';
import { count as writeCount } from '../../shared/format';
import { useIsPhone } from '../../shared/media';
import { usePages } from '../../shared/paging';
import { read } from '../../shared/queries';
import { Grid } from '../../shared/ui/Grid';
import { PageHead } from '../../shared/ui/PageHead';
import { Empty } from '../../shared/ui/states';
import { CustomerCard, customerColumns, DEFAULT_COLUMNS } from './columns';
import './customers.css';
import { useInlineEdit } from './edit';

export function CustomersPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/staff/customers' });
  const navigate = useNavigate({ from: '/customers' });
  const isPhone = useIsPhone();
  const choice = useChoice();
  const [cursor, setCursor] = useState(-1);
  const { data: fields } = useQuery({ ...read<Field[]>('/customers/fields'), staleTime: 600_000 });

  const question = useMemo(
    () => ({ q: search.q, filter: search.filter ?? [], sort: search.sort }),
    [search.q, search.filter, search.sort],
  );
  const pages = usePages<CustomerRow>('/customers', question);
  const total = useQuery({
    ...read<Count>('/customers/count', { q: question.q, filter: question.filter }),
    placeholderData: keepPreviousData,
  });
  const onEdit = useInlineEdit(pages);
  const columns = useMemo(() => {
    const sortable = new Set(fields?.filter((field) => field.sortable).map((field) => field.name));
    return customerColumns(search.columns?.split(',') ?? DEFAULT_COLUMNS, { t, sortable, onEdit });
  }, [fields, search.columns, t, onEdit]);

  return (
    <>
      <PageHead title={t('page.customers')} />
      <Grid
        label={t('page.customers')}
        pages={pages}
        columns={columns}
        nameOf={(row) => row.name}
        sort={search.sort}
        onSort={(sort) => void navigate({ search: (old) => ({ ...old, sort }), replace: true })}
        choice={choice}
        cursor={cursor}
        onCursor={setCursor}
        onOpen={(row) => void navigate({ to: '/customers/$id', params: { id: row.id } })}
        card={isPhone ? (row) => <CustomerCard row={row} /> : undefined}
        empty={<Empty icon={Users} title={t('customers.none')} />}
        question={JSON.stringify(question)}
      />
      <footer className="grid-foot">
        {t('customers.total', { count: total.data?.count ?? 0, words: writeCount(total.data) })}
      </footer>
    </>
  );
}
