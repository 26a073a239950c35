// Short lists read whole: stores, roles, departments; never for lists that grow with the business.
import { queryOptions } from '@tanstack/react-query';
import type { Page } from './api/types';
import { api, type Query } from './client';
import { keyOf } from './queries';

/** What "short" means: five pages of the largest size. */
const PAGES_MAX = 5;

/** The query of all items of a short list. */
export function whole<T>(path: string, query: Query = {}) {
  return queryOptions<T[]>({
    queryKey: [...keyOf(path, query), 'whole'],
    queryFn: async ({ signal }) => {
      const items: T[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < PAGES_MAX; page += 1) {
        const answer: Page<T> = await api.get<Page<T>>(path, { query: { ...query, cursor, limit: 200 }, signal });
        items.push(...answer.items);
        cursor = answer.next;
        if (cursor === null) break;
      }
      return items;
    },
  });
}

/** A list that comes whole in one answer. */
export function listed<T>(path: string) {
  return queryOptions<T[]>({
    queryKey: [...keyOf(path, {}), 'whole'],
    queryFn: async ({ signal }) => (await api.get<{ items: T[] }>(path, { signal })).items,
  });
}
