// How events are chosen and called.
import { expect, test } from 'vitest';
import { eventTitle, patternsOf, treeOf, valuesOf } from './events';

const CATALOGUE = [
  {
    noun: 'customer',
    title: '客户',
    permission: 'see_customers',
    events: [{ name: 'customer.created', title: '新建' }],
  },
];

test('the tree leads from everything over kinds to single events', () => {
  const [all] = treeOf(CATALOGUE, '全部');
  expect(all).toMatchObject({ value: '*', title: '全部' });
  expect(all?.children?.[0]).toMatchObject({ value: 'customer.*', title: '客户' });
  expect(all?.children?.[0]?.children?.[0]).toEqual({ value: 'customer.created', title: '客户：新建' });
});

test('everything needs no further choice', () => {
  expect(patternsOf(['*', 'customer.*'])).toEqual(['*']);
  expect(valuesOf(['customer.*', 'task.created'])).toEqual(['customer.*', 'task.created']);
});

test('an event is called as in the catalogue, and one nobody knows by its name', () => {
  expect(eventTitle(CATALOGUE, 'customer.created', '测试')).toBe('客户：新建');
  expect(eventTitle(CATALOGUE, 'webhook.test', '测试')).toBe('测试');
  expect(eventTitle(CATALOGUE, 'car.sold', '测试')).toBe('car.sold');
});
