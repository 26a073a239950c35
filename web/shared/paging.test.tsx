// Long lists: pages come as they scroll into sight, and changes move the beginnings of later pages.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { usePages, withNext } from './paging';

interface Row {
  id: string;
  stage: string;
}

let rows: Row[];
let asked: string[];

beforeEach(() => {
  rows = Array.from({ length: 250 }, (_, index) => ({ id: String(index), stage: 'lead' }));
  asked = [];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    const query = new URL(url, 'http://here').searchParams;
    const found = rows.filter((row) => row.stage === (query.get('stage') ?? row.stage));
    const from = Number(query.get('cursor') ?? 0);
    const limit = Number(query.get('limit'));
    const next = from + limit < found.length ? String(from + limit) : null;
    return new Response(JSON.stringify({ items: found.slice(from, from + limit), next }), {
      headers: { 'content-type': 'application/json' },
    });
  });
});
afterEach(() => vi.unstubAllGlobals());

function mount(path: string, query = {}) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const hook = renderHook(({ query }) => usePages<Row>(path, query, 100), { wrapper, initialProps: { query } });
  return { client, ...hook };
}

test('only the pages in sight and the one after them are asked for', async () => {
  const { result } = mount('/a');
  expect(result.current.isLoading).toBe(true);
  await waitFor(() => expect(result.current.length).toBe(100));
  expect(asked).toHaveLength(1);
  expect(result.current.hasMore).toBe(true);

  act(() => result.current.show(60, 90));
  await waitFor(() => expect(result.current.length).toBe(200));
  act(() => result.current.show(160, 190));
  await waitFor(() => expect(result.current.length).toBe(250));
  expect(result.current.hasMore).toBe(false);
  expect(result.current.at(249)?.id).toBe('249');
  expect(result.current.at(250)).toBeUndefined();
  expect(asked).toHaveLength(3);
});

test('the rows before stay until the new question is answered', async () => {
  const { result, rerender } = mount('/b', { stage: 'lead' });
  await waitFor(() => expect(result.current.length).toBe(100));
  rerender({ query: { stage: 'owner' } });
  expect(result.current.isStale).toBe(true);
  expect(result.current.at(0)?.id).toBe('0');
  await waitFor(() => expect(result.current.isStale).toBe(false));
  expect(result.current.length).toBe(0);
  expect(result.current.hasMore).toBe(false);
});

test('a row is changed where it stands', async () => {
  const { result } = mount('/c');
  await waitFor(() => expect(result.current.length).toBe(100));
  act(() => result.current.patch('3', { stage: 'owner' }));
  await waitFor(() => expect(result.current.at(3)?.stage).toBe('owner'));
  expect(result.current.at(4)?.stage).toBe('lead');
});

test('a refusal is told, and asked again on request', async () => {
  vi.stubGlobal(
    'fetch',
    async () => new Response('{}', { status: 500, headers: { 'content-type': 'application/json' } }),
  );
  const { result } = mount('/d');
  await waitFor(() => expect(result.current.failure).not.toBeNull());
  expect(result.current.isLoading).toBe(false);
  expect(result.current.length).toBe(0);
});

test('pages after a place that has moved are forgotten', () => {
  expect(withNext([null], 1, 'a')).toEqual([null, 'a']);
  const known = [null, 'a', 'b', 'c'];
  expect(withNext(known, 1, 'a')).toBe(known);
  expect(withNext(known, 2, 'x')).toEqual([null, 'a', 'x']);
  expect(withNext(known, 2, null)).toEqual([null, 'a']);
  expect(withNext(known, 4, null)).toBe(known);
});
