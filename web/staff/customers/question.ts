// What the customer list asks the server, from its address and the store one looks at.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { SavedView, ViewDefinition } from '../../shared/api/types';
import { useStoreChoice } from '../session/session';
import { definitionOf, type ListSearch, searchOf } from '../views/definition';
import { DEFAULT_COLUMNS } from './columns';

const STORED_COLUMNS = 'roadbook.customers.columns';

/** The question of the list as the server reads it. */
export interface Question {
  q: string | undefined;
  filter: string[];
  sort: string | undefined;
}

export function useCustomerQuestion() {
  const search = useSearch({ from: '/staff/customers' });
  const navigate = useNavigate({ from: '/customers' });
  const { store } = useStoreChoice();
  const [ownColumns, setOwnColumns] = useState(() => localStorage.getItem(STORED_COLUMNS)?.split(','));

  const always = useMemo(() => (store ? [`store:any_of:${store.id}`] : []), [store]);
  const question = useMemo<Question>(
    () => ({ q: search.q, filter: [...always, ...(search.filter ?? [])], sort: search.sort }),
    [search.q, search.filter, search.sort, always],
  );
  const columns = useMemo(
    () => search.columns?.split(',') ?? ownColumns ?? DEFAULT_COLUMNS,
    [search.columns, ownColumns],
  );
  const change = useCallback(
    (part: ListSearch) => void navigate({ search: (old) => ({ ...old, ...part }), replace: true }),
    [navigate],
  );
  const openView = (definition: ViewDefinition, view: SavedView | null) =>
    void navigate({ search: searchOf(definition, view?.id) });
  /** Of a view the columns are part; of the plain list they are one's own habit. */
  const showColumns = (shown: string[] | null) => {
    if (search.view) return change({ columns: shown?.join(',') });
    if (shown) localStorage.setItem(STORED_COLUMNS, shown.join(','));
    else localStorage.removeItem(STORED_COLUMNS);
    setOwnColumns(shown ?? undefined);
    change({ columns: undefined });
  };
  return { search, definition: definitionOf(search), always, question, columns, change, openView, showColumns };
}
