// The records before and after one in the list one came from, for stepping through them without going back.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from './api/types';

export interface Neighbours {
  previous: string | null;
  next: string | null;
  /** The place in the part of the list that was loaded, from 1; 0 when the record was not in a list. */
  place: number;
  length: number;
}

/** The list walked through last; the cache forgets pages a while after the list was left. */
let walked: { noun: string; ids: string[] } = { noun: '', ids: [] };

export function useNeighbours(noun: string, id: string): Neighbours {
  const client = useQueryClient();
  return useMemo(() => {
    const ids = listHolding(client, noun, id) ?? (walked.noun === noun && walked.ids.includes(id) ? walked.ids : []);
    if (ids.length > 0) walked = { noun, ids };
    const index = ids.indexOf(id);
    return {
      previous: ids[index - 1] ?? null,
      next: (index >= 0 && ids[index + 1]) || null,
      place: index + 1,
      length: ids.length,
    };
  }, [client, noun, id]);
}

/** The ids of the list read last among those that hold the record, in the order of its pages. */
export function listHolding(client: QueryClient, noun: string, id: string): string[] | null {
  const lists = new Map<string, { readAt: number; pages: Map<string | null, Page<{ id: string }>> }>();
  for (const query of client.getQueryCache().findAll({ queryKey: [noun] })) {
    const [, question] = query.queryKey;
    const page = query.state.data as Page<{ id: string }> | undefined;
    if (query.queryKey.length !== 2 || typeof question !== 'object' || !Array.isArray(page?.items)) continue;
    const { cursor, ...asked } = question as { cursor?: string | null };
    const name = JSON.stringify(asked);
    const list = lists.get(name) ?? { readAt: 0, pages: new Map() };
    list.pages.set(cursor ?? null, page);
    list.readAt = Math.max(list.readAt, query.state.dataUpdatedAt);
    lists.set(name, list);
  }
  const holding = [...lists.values()].filter((list) => idsOf(list.pages).includes(id));
  const latest = holding.sort((one, other) => other.readAt - one.readAt)[0];
  return latest ? idsOf(latest.pages) : null;
}

function idsOf(pages: Map<string | null, Page<{ id: string }>>): string[] {
  const ids: string[] = [];
  const visited = new Set<string | null>();
  let cursor: string | null = null;
  while (!visited.has(cursor)) {
    visited.add(cursor);
    const page = pages.get(cursor);
    if (!page) break;
    ids.push(...page.items.map((item) => item.id));
    if (page.next === null) break;
    cursor = page.next;
  }
  return ids;
}
