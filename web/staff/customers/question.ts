// What the customer list asks the server, from its address and the store one looks at.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { SavedView, ViewDefinition } from '../../shared/api/types';
import { useStoreChoice } from '../session/session';
import { definitionOf, type ListSearch, searchOf } from '../views/definition';
import { useListShape } from '../views/shape';
import { DEFAULT_COLUMNS } from './columns';

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

  const always = useMemo(() => (store ? [`store:any_of:${store.id}`] : []), [store]);
  const question = useMemo<Question>(
    () => ({ q: search.q, filter: [...always, ...(search.filter ?? [])], sort: search.sort }),
    [search.q, search.filter, search.sort, always],
  );
  const change = useCallback(
    (part: ListSearch) => void navigate({ search: (old) => ({ ...old, ...part }), replace: true }),
    [navigate],
  );
  const openView = (definition: ViewDefinition, view: SavedView | null) =>
    void navigate({ search: searchOf(definition, view?.id) });
  const shape = useListShape('customers', DEFAULT_COLUMNS, search, change);
  return { search, definition: definitionOf(search), always, question, change, openView, shape };
}
