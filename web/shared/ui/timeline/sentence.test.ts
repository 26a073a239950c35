// What entries of the journal say to people, in both languages.
import i18next, { type TFunction } from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Entry } from '../../api/types';
import en from '../../i18n/en/index';
import zh from '../../i18n/zh/index';
import { actorOf, sentenceOf } from './sentence';
import { signOf } from './signs';

const NAMES = `customer.created customer.changed customer.assigned customer.deleted customer.restored customer.merged
  customer.absorbed customer.separated customer.gathered contact.added contact.found_wrong contact.found_right
  contact.changed contact.removed contact.revealed address.added address.changed address.removed household.joined
  household.left tag.added tag.removed vehicle.registered vehicle.changed vehicle.deleted vehicle.restored vehicle.merged vehicle.absorbed
  vehicle.separated person.linked
  person.unlinked plate.changed mileage.read fault.reported fault.repaired fault.removed recall.drafted recall.changed recall.removed recall.opened recall.closed
  recall.reopened recall.vins_added recall.vin_removed recall.criterion_added recall.criterion_removed recall.car_found
  recall.car_moved recall.car_taken_back recall.tasks_made history.recorded history.removed complaint.closed note.written note.changed
  note.deleted task.created task.changed task.completed task.reopened task.cancelled task.snoozed task.woken
  task.handed_over lead.opened lead.enquired_again lead.changed lead.claimed lead.given lead.released lead.followed_up
  lead.advanced lead.loss_asked lead.lost lead.loss_refused lead.revived message.sent message.failed message.delivered message.opened message.link_followed push.subscribed push.unsubscribed
  message.refused message.replied message.opted_out message.retried import.finished import.undone customers.exported
  person_request.received person_request.identity_checked person_request.code_sent person_request.customer_found person_request.begun
  person_request.handed_over person_request.extended person_request.term_counted person_request.answered person_request.refused
  person_request.closed person.copied person.copy_fetched person.restricted person.released person.forgotten person.kept_opened record.change_reported
  retention.changed pair.set_apart pair.reopened duplicates.searched`
  .split(/\s+/)
  .filter(Boolean);

let t: TFunction;

beforeAll(async () => {
  await i18next.init({ lng: 'zh', resources: {}, interpolation: { escapeValue: false } });
  for (const words of zh) i18next.addResourceBundle('zh', 'translation', words, true, true);
  for (const words of en) i18next.addResourceBundle('en', 'translation', words, true, true);
  t = i18next.t;
});

function entry(name: string, body: Entry['body'] = {}): Entry {
  return {
    id: '1',
    name,
    kind: 'record',
    happened_at: '2026-11-21T01:32:00Z',
    actor: { kind: 'staff', id: '2', name: '林晓月' },
    customer: null,
    vehicle: null,
    store: null,
    body,
    note: null,
  };
}

describe.each(['zh', 'en'])('in %s', (language) => {
  test.each(NAMES)('%s has a sentence and a sign', async (name) => {
    await i18next.changeLanguage(language);
    const { title } = sentenceOf(entry(name), t);
    expect(title).not.toContain(name);
    expect(title).not.toMatch(/event\.|\{\{/);
    expect(signOf(entry(name)).icon).toBeDefined();
  });
});

describe('in Chinese', () => {
  beforeAll(() => i18next.changeLanguage('zh').then(() => undefined));

  test('a changed field is told with its old and new value in words', () => {
    const sentence = sentenceOf(
      entry('customer.changed', { fields: [{ field: 'stage', from: 'owner', to: 'intent' }] }),
      t,
    );
    expect(sentence.title).toBe('更新阶段');
    expect(sentence.changes).toEqual([{ name: '阶段', from: t('stage.owner'), to: t('stage.intent') }]);
  });

  test('a visit is told with its work, mileage and amount', () => {
    const body = {
      kind: 'maintenance',
      summary: '更换机油',
      mileage_km: 48260,
      amount: { amount: 148600, currency: 'CNY' },
    };
    const sentence = sentenceOf(entry('history.recorded', body), t);
    expect(sentence.title).toBe('到店保养');
    expect(sentence.line).toBe('更换机油 · 48,260 km · ¥1,486');
  });

  test('what an undone import took back is told with its day and amount', () => {
    const body = { kind: 'maintenance', on: '2024-05-02', amount: { amount: 30000, currency: 'CNY' } };
    expect(sentenceOf(entry('history.removed', body), t).line).toBe('到店保养 · 2024-05-02 · ¥300');
    expect(sentenceOf(entry('history.removed', {}), t).line).toBeNull();
  });

  test('a call is told with its outcome', () => {
    expect(sentenceOf(entry('note.written', { kind: 'call', outcome: 'no_answer' }), t).title).toBe('通话 · 未接通');
  });

  test('a plate is told as it is painted', () => {
    const { changes } = sentenceOf(entry('plate.changed', { from: null, to: '沪A12345' }), t);
    expect(changes).toEqual([{ name: '车牌', from: null, to: '沪A·12345' }]);
  });

  test('an event nobody has words for still says its name', () => {
    expect(sentenceOf(entry('moon.landed'), t).title).toBe('发生了“moon.landed”');
  });

  test('the system and owners are named as such', () => {
    expect(actorOf({ ...entry('tag.added'), actor: { kind: 'system', id: null, name: 'system' } }, t)).toBe('系统');
    expect(actorOf({ ...entry('tag.added'), actor: { kind: 'owner', id: null, name: '' } }, t)).toBe('车主本人');
  });
});

test('a sealed value is updated, a value that was taken away is cleared', () => {
  const toOf = (field: object) => sentenceOf(entry('customer.changed', { fields: [field] }), t).changes[0]?.to;
  expect(toOf({ field: 'id_number' })).toBe('已更新');
  expect(toOf({ field: 'occupation', from: '教师', to: null })).toBeNull();
});
