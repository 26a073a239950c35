// Finding the list a record was opened from.
import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { listHolding } from './neighbours';

function rows(...ids: string[]) {
  return ids.map((id) => ({ id }));
}

test('pages of one list follow one another by their cursors', () => {
  const client = new QueryClient();
  client.setQueryData(['customers', { sort: 'name', cursor: 'b', limit: 2 }], { items: rows('3', '4'), next: null });
  client.setQueryData(['customers', { sort: 'name', cursor: null, limit: 2 }], { items: rows('1', '2'), next: 'b' });
  expect(listHolding(client, 'customers', '3')).toEqual(['1', '2', '3', '4']);
});

test('of several lists that hold the record the one read last counts', () => {
  const client = new QueryClient();
  client.setQueryData(['customers', { q: 'a', limit: 2 }], { items: rows('1', '2'), next: null }, { updatedAt: 1 });
  client.setQueryData(['customers', { q: 'b', limit: 2 }], { items: rows('2', '9'), next: null }, { updatedAt: 2 });
  expect(listHolding(client, 'customers', '2')).toEqual(['2', '9']);
});

test('single records and counts are no lists', () => {
  const client = new QueryClient();
  client.setQueryData(['customers', '1', 'profile', {}], { items: rows('1'), next: null });
  client.setQueryData(['customers', 'count', {}], { count: 3, capped: false });
  expect(listHolding(client, 'customers', '1')).toBeNull();
});
