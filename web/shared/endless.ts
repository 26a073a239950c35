// Lists read to their end, one page after another, for places where the whole list is on the page.
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Page } from './api/types';
import { api, type Query } from './client';
import { keyOf } from './queries';

export interface Endless<T> {
  items: T[];
  hasMore: boolean;
  /** Asks for the next page; may be called again while it is on the way. */
  more: () => void;
  isLoading: boolean;
  isLoadingMore: boolean;
  failure: Error | null;
  retry: () => void;
}

interface EndlessOptions<T> {
  pageSize?: number;
  isActive?: boolean;
  /** Asks anew every second while this holds for one of the items. */
  watches?: (item: T) => boolean;
}

const WATCH_MS = 1_000;

/** Reads a list page by page; refreshing it reads again all pages read so far. */
export function useEndless<T>(path: string, query: Query = {}, options: EndlessOptions<T> = {}): Endless<T> {
  const { pageSize = 50, isActive = true, watches } = options;
  const answer = useInfiniteQuery<Page<T>, Error, InfiniteData<Page<T>>, readonly unknown[], string | null>({
    queryKey: [...keyOf(path, query), 'endless', pageSize],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<T>>(path, { query: { ...query, cursor: pageParam, limit: pageSize }, signal }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    enabled: isActive,
    refetchInterval: ({ state }) =>
      watches && state.data?.pages.some((page) => page.items.some(watches)) ? WATCH_MS : false,
  });
  return {
    items: answer.data?.pages.flatMap((page) => page.items) ?? [],
    hasMore: answer.hasNextPage,
    more: () => {
      if (answer.hasNextPage && !answer.isFetchingNextPage) void answer.fetchNextPage();
    },
    isLoading: answer.isPending && isActive,
    isLoadingMore: answer.isFetchingNextPage,
    failure: answer.data ? null : answer.error,
    retry: () => void answer.refetch(),
  };
}

/** A ref for an element at the end of a list: `more` is called whenever it comes near the screen. */
export function useEnd<Place extends HTMLElement>(more: () => void) {
  const end = useRef<Place>(null);
  const latest = useRef(more);
  useEffect(() => {
    latest.current = more;
  });
  useEffect(() => {
    if (!end.current) return;
    const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && latest.current(), {
      rootMargin: '300px',
    });
    watch.observe(end.current);
    return () => watch.disconnect();
  });
  return end;
}
