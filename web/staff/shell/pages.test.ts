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

test('how good the data are is shown to those who may see it', () => {
  expect(offeredTo('see_customers')).not.toContain('/quality');
  expect(offeredTo('see_data_quality')).toContain('/quality');
});

test('every page that asks for no deed is offered to everybody', () => {
  expect(offeredTo()).toEqual(PAGES.filter((page) => !page.offeredTo).map(({ to }) => to));
});

test('duplicates are offered to those who may decide on them', () => {
  expect(offeredTo('find_duplicates')).toContain('/duplicates');
});
