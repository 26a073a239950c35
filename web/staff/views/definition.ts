// What a list page's address says, and what of it a saved view keeps.
import type { ViewDefinition } from '../../shared/api/types';
import { type ColumnWidths, isWidth } from '../../shared/ui/columnWidths';
import { list, text } from '../shell/search';

export interface ListSearch {
  q?: string | undefined;
  /** Filters as the server reads them: `field:operator:value,value`. */
  filter?: string[] | undefined;
  /** A field to sort by, with `-` in front for descending. */
  sort?: string | undefined;
  /** Columns in order, joined by commas. */
  columns?: string | undefined;
  /** Pixels by column: `plate:210,vehicle:180`. */
  widths?: string | undefined;
  /** The saved view one started from. */
  view?: string | undefined;
}

export function readListSearch(search: Record<string, unknown>): ListSearch {
  return {
    q: text(search.q),
    filter: list(search.filter),
    sort: text(search.sort),
    columns: text(search.columns),
    widths: text(search.widths),
    view: text(search.view),
  };
}

/** The part of the address a saved view keeps. */
export function definitionOf(search: ListSearch): ViewDefinition {
  return {
    filters: search.filter ?? [],
    sort: search.sort ?? null,
    columns: search.columns?.split(',') ?? [],
    widths: readShownWidths(search.widths),
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
    widths: writeWidths(definition.widths),
  };
}

/** The widths an address names, as far as they make sense. */
export function readShownWidths(text: string | undefined): Record<string, number> {
  const pairs = (text?.split(',') ?? []).map((pair) => pair.split(':'));
  return Object.fromEntries(
    pairs.flatMap(([id, px]) => (id && isWidth(Number(px)) ? [[id, Math.round(Number(px))]] : [])),
  );
}

export function writeWidths(widths: ColumnWidths): string | undefined {
  const pairs = Object.entries(widths).map(([id, px]) => `${id}:${px}`);
  return pairs.length > 0 ? pairs.join(',') : undefined;
}

/** Whether two definitions ask and show the same; the order of filters does not matter. */
export function isSameDefinition(one: ViewDefinition, other: ViewDefinition): boolean {
  return plain(one) === plain(other);
}

function plain({ filters, sort, columns, widths, q }: ViewDefinition): string {
  return JSON.stringify([[...filters].sort(), sort || null, columns, Object.entries(widths).sort(), q || null]);
}
