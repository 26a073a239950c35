// Suggestions as people read them.
import i18next, { type TFunction } from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { Suggestion } from '../../../shared/api/types';
import zh from '../../../shared/i18n/zh/index';
import { suggestionWords } from './suggestionWords';

let t: TFunction;

beforeAll(async () => {
  await i18next.init({ lng: 'zh', resources: {}, interpolation: { escapeValue: false } });
  for (const words of zh) i18next.addResourceBundle('zh', 'translation', words, true, true);
  t = i18next.t;
});

test('a car worth trading in is told with its age and mileage', () => {
  const words = suggestionWords({ code: 'trade_in', priority: 1, values: { years: 5, km: 61000 }, task: null }, t);
  expect(words).toEqual({ title: '邀约置换评估', line: '车龄 5 年，已行驶 61,000 公里' });
});

test('whoever was recorded today is not told to be zero days old', () => {
  const words = suggestionWords({ code: 'first_contact', priority: 1, values: { days: 0 }, task: null }, t);
  expect(words.line).toBe('今天建档，还没有联系过');
});

test('open complaints are counted', () => {
  const words = suggestionWords({ code: 'complaint_open', priority: 1, values: { count: 2 }, task: null }, t);
  expect(words.line).toBe('有 2 起投诉尚未办结');
});

test('a suggestion of a newer server takes the title of its task and its day', () => {
  const code = 'something_new' as Suggestion['code'];
  const task = {
    title: '邀约活动',
    kind: 'call',
    due_at: '2026-11-21T09:00:00Z',
    priority: 'normal',
    customer_id: '019a',
    vehicle_id: null,
  } as const;
  const words = suggestionWords({ code, priority: 1, values: { on: '2020-01-02' }, task }, t);
  expect(words.title).toBe('邀约活动');
  expect(words.line).toContain('2020年1月2日 到期');
});
