// What lines and findings of the audit say to people, and how the server is asked.
import i18next, { type TFunction } from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AuditFinding, AuditLineView } from '../../../shared/api/types';
import en from '../../../shared/i18n/en/index';
import zh from '../../../shared/i18n/zh/index';
import { isNarrowed, queryOf } from './wanted';
import { aboutOf, actorName, findingWords, summaryOf, valueWords } from './words';

let t: TFunction;

beforeAll(async () => {
  await i18next.init({ lng: 'zh', resources: {}, interpolation: { escapeValue: false } });
  for (const words of zh) i18next.addResourceBundle('zh', 'translation', words, true, true);
  for (const words of en) i18next.addResourceBundle('en', 'translation', words, true, true);
  t = i18next.t;
});

function line(more: Partial<AuditLineView> = {}): AuditLineView {
  return {
    id: 'journal/7',
    at: '2026-11-21T01:32:00Z',
    kind: 'changed',
    name: 'customer.changed',
    title: '客户 · 修改资料',
    actor: { kind: 'staff', id: '2', name: '林晓月' },
    store: null,
    customer: null,
    vehicle: null,
    staff: null,
    record_id: null,
    detail: '',
    changes: [],
    body: {},
    ...more,
  };
}

test('a line names the fields that changed, or by what was searched', () => {
  expect(summaryOf(line({ changes: [{ field: 'stage', from: 'lead', to: 'owner' }] }), t)).toBe('阶段');
  expect(summaryOf(line({ detail: 'q stage' }), t)).toBe('检索条件：关键词、阶段');
  expect(summaryOf(line(), t)).toBe('');
});

test('a line names who it was and whom it is about', () => {
  expect(actorName(line(), t)).toBe('林晓月');
  expect(actorName(line({ actor: { kind: 'key', id: '1', name: 'DMS' } }), t)).toContain('DMS');
  expect(aboutOf(line({ customer: { id: '1', name: '' }, vehicle: { id: '2', name: '沪A12345' } }))).toBe('沪A12345');
  expect(aboutOf(line())).toBeNull();
});

test('a value is told in words, whatever it is', () => {
  expect(valueWords('stage', 'lead', t)).toBe('线索');
  expect(valueWords('anything', { a: 1 }, t)).toBe('{"a":1}');
  expect(valueWords('record', '01900000-0000-7000-8000-000000000000', t)).toBe('01900000-0000-7000-8000-000000000000');
  expect(valueWords('stage', null, t)).toBeNull();
});

describe.each(['zh', 'en'])('in %s', (language) => {
  const KINDS: AuditFinding['kind'][] = [
    'line_changed',
    'line_removed',
    'line_inserted',
    'line_moved',
    'line_twice',
    'sealed_late',
    'seal_changed',
    'seals_removed',
    'head_broken',
    'noted_missing',
  ];
  test.each(KINDS)('%s is told in words', async (kind) => {
    await i18next.changeLanguage(language);
    const finding = { kind, chain: 'looks', seal: 3, until_seal: 5, line: 7, name: null, at: null };
    const words = findingWords(finding, t);
    expect(words).not.toMatch(/audit\.|\{\{/);
    expect(words).toMatch(/[357]/);
  });
});

test('findings are punctuated as their language is', async () => {
  const finding = {
    kind: 'line_changed',
    chain: 'journal',
    seal: 3,
    until_seal: null,
    line: 7,
    name: 'x',
    at: null,
  } as const;
  await i18next.changeLanguage('en');
  expect(findingWords(finding, t)).not.toMatch(/[：（）、，]/);
  await i18next.changeLanguage('zh');
  expect(findingWords(finding, t)).toMatch(/：.*（x）$/);
});

test('days are asked for as instants, the last one whole', () => {
  const query = queryOf({ from: '2026-03-01', until: '2026-03-01' }, 'store');
  expect(Date.parse(query.until!) - Date.parse(query.from!)).toBe(86_400_000);
  expect(query.store_id).toBe('store');
  expect(isNarrowed({})).toBe(false);
  expect(isNarrowed({ kind: 'saw' })).toBe(true);
});
