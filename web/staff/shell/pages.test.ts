// Which pages are offered to whom.
import { expect, test } from 'vitest';
import { offeredPages, PAGES } from './pages';

const offeredTo = (...permissions: string[]) => offeredPages((one) => permissions.includes(one)).map(({ to }) => to);

test('imports and long jobs are not offered to someone who may start none', () => {
  expect(offeredTo('see_home', 'see_tasks', 'see_vehicles')).not.toContain('/imports');
});

test('someone who may only export finds their files there', () => {
  expect(offeredTo('export_customers')).toContain('/imports');
});

test('every other page is offered to everybody', () => {
  expect(offeredTo()).toHaveLength(PAGES.filter((page) => !page.offeredTo).length);
});

test('duplicates are offered to those who may decide on them', () => {
  expect(offeredTo('find_duplicates')).toContain('/duplicates');
});
