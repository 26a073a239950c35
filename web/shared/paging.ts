// Long lists by key: pages are asked for as they scroll into view, each from where the page before it ended.
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { Page } from './api/types';
import type { Query } from './client';
import { keyOf, read } from './queries';

export interface Pages<T> {
  /** The row at a place, undefined while its page is on the way. */
  at: (index: number) => T | undefined;
  /** Rows known to exist so far. */
  length: number;
  /** Whether more follow after `length`. */
  hasMore: boolean;
  /** Tells which rows are in sight; their pages, and the next one at the end, are loaded. */
  show: (first: number, last: number) => void;
  isLoading: boolean;
  /** True while rows of the question before are shown. */
  isStale: boolean;
  failure: Error | null;
  retry: () => void;
  /** Changes rows where they stand, before the server has answered. */
  patch: (id: string, change: Partial<T>) => void;
  /** The rows whose pages have been loaded, in order. */
  loaded: () => T[];
}

/** What is shown: where each known page begins (a cursor, null for the first), and which pages are in sight. */
interface Place {
  question: string;
  starts: (string | null)[];
  first: number;
  last: number;
}

/**
 * A list of any length. Only the pages in sight are watched, so a change on the server reloads two pages, not all; the
 * rows of the question before stay until the new question is answered.
 */
export function usePages<T extends { id: string }>(path: string, query: Query, pageSize = 100): Pages<T> {
  const client = useQueryClient();
  const question = JSON.stringify([path, query, pageSize]);
  const [place, setPlace] = useState<Place>(() => left.get(question) ?? beginning(question));
  const isTurning = place.question !== question;
  const { starts, first, last } = place;
  const wanted = isTurning ? [null] : starts.slice(first, last + 1);
  const answers = useQueries({
    queries: wanted.map((cursor) => ({ ...pageQuery<T>(question, cursor), staleTime: 30_000 })),
  });

  const arrivals = answers
    .map((answer) => (answer.isPending ? '' : `${answer.status} ${answer.data?.next}`))
    .join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `arrivals` stands for the answers, which are new objects every time
  useEffect(() => {
    if (isTurning && answers[0]?.isPending) return;
    const from = isTurning ? 0 : first;
    setPlace((old) => {
      const base = old.question === question ? old : beginning(question);
      const starts = answers.reduce(
        (known, { data }, offset) => (data ? withNext(known, from + offset + 1, data.next) : known),
        base.starts,
      );
      if (base === old && starts === old.starts) return old;
      const end = starts.length - 1;
      return { ...base, starts, first: Math.min(base.first, end), last: Math.min(base.last, end) };
    });
  }, [arrivals, question, isTurning, first]);

  useEffect(() => remember(place), [place]);

  const pageAt = (index: number) => {
    const cursor = starts[index];
    return cursor === undefined
      ? undefined
      : client.getQueryData<Page<T>>(pageQuery<T>(place.question, cursor).queryKey);
  };
  const lastPage = pageAt(starts.length - 1);
  const failed = answers.find((answer) => answer.isError && !answer.data);
  const length = (starts.length - 1) * pageSize + (lastPage?.items.length ?? 0);

  const show = useCallback(
    (firstRow: number, lastRow: number) =>
      setPlace((old) => {
        const end = old.starts.length - 1;
        const from = Math.min(Math.floor(firstRow / pageSize), end);
        // The page after the one in sight is fetched before it is needed.
        const to = Math.min(Math.floor((lastRow + pageSize / 2) / pageSize), end);
        return from === old.first && to === old.last ? old : { ...old, first: from, last: to };
      }),
    [pageSize],
  );
  const patch = useCallback(
    (id: string, change: Partial<T>) => {
      client.setQueriesData<Page<T>>({ queryKey: keyOf(path).slice(0, -1) }, (page) =>
        Array.isArray(page?.items) ? { ...page, items: page.items.map((item) => changed(item, id, change)) } : page,
      );
    },
    [client, path],
  );

  return {
    at: (index) => (index < 0 ? undefined : pageAt(Math.floor(index / pageSize))?.items[index % pageSize]),
    length,
    hasMore: lastPage === undefined ? !failed : lastPage.next !== null,
    show,
    isLoading: lastPage === undefined && starts.length === 1 && !failed,
    isStale: isTurning,
    failure: failed?.error ?? null,
    retry: () => void failed?.refetch(),
    patch,
    loaded: () => starts.flatMap((_, index) => pageAt(index)?.items ?? []),
  };
}

/** Where each list was left, so that coming back to it is coming back to the same rows. */
const left = new Map<string, Place>();
const LEFT_MOST = 20;

function remember(place: Place): void {
  left.delete(place.question);
  left.set(place.question, place);
  const [oldest] = left.keys();
  if (oldest !== undefined && left.size > LEFT_MOST) left.delete(oldest);
}

function beginning(question: string): Place {
  return { question, starts: [null], first: 0, last: 0 };
}

function pageQuery<T>(question: string, cursor: string | null) {
  const [path, query, limit] = JSON.parse(question) as [string, Query, number];
  return read<Page<T>>(path, { ...query, cursor, limit });
}

/**
 * The beginnings of pages once page `at` is known to begin at `next`, or not to exist. When a change on the server has
 * moved that place, the pages after it are forgotten.
 */
export function withNext(starts: (string | null)[], at: number, next: string | null): (string | null)[] {
  if (next === null) return starts.length > at ? starts.slice(0, at) : starts;
  return starts[at] === next ? starts : [...starts.slice(0, at), next];
}

function changed<T extends { id: string }>(item: T, id: string, change: Partial<T>): T {
  return item.id === id ? { ...item, ...change } : item;
}
