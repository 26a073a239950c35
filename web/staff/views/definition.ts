// What a list page's address says, and what of it a saved view keeps.
import type { ViewDefinition } from '../../shared/api/types';
import { list, text } from '../shell/search';

export interface ListSearch {
  q?: string | undefined;
  /** Filters as the server reads them: `field:operator:value,value`. */
  filter?: string[] | undefined;
  /** A field to sort by, with `-` in front for descending. */
  sort?: string | undefined;
  /** Columns in order, joined by commas. */
  columns?: string | undefined;
  /** The saved view one started from. */
  view?: string | undefined;
}

export function readListSearch(search: Record<string, unknown>): ListSearch {
  return {
    q: text(search.q),
    filter: list(search.filter),
    sort: text(search.sort),
    columns: text(search.columns),
    view: text(search.view),
  };
}

/** The part of the address a saved view keeps. */
export function definitionOf(search: ListSearch): ViewDefinition {
  return {
    filters: search.filter ?? [],
    sort: search.sort ?? null,
    columns: search.columns?.split(',') ?? [],
    q: search.q ?? null,
  };
}

/** The address of a view: its whole definition, so that the link works for those who do not have the view. */
export function searchOf(definition: ViewDefinition, view?: string): ListSearch {
  return {
    view,
    q: definition.q ?? undefined,
    filter: definition.filters.length > 0 ? definition.filters : undefined,
    sort: definition.sort ?? undefined,
    columns: definition.columns.length > 0 ? definition.columns.join(',') : undefined,
  };
}

/** Whether two definitions ask and show the same; the order of filters does not matter. */
export function isSameDefinition(one: ViewDefinition, other: ViewDefinition): boolean {
  return plain(one) === plain(other);
}

function plain({ filters, sort, columns, q }: ViewDefinition): string {
  return JSON.stringify([[...filters].sort(), sort || null, columns, q || null]);
}
