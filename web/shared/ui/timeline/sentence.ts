// What an entry of the journal says to a person: a title, a line beneath it, and the fields that changed.
import type { TFunction } from 'i18next';
import type { Entry, Money } from '../../api/types';
import { dateTime, kilometres, money, number, plate } from '../../format';
import { attributeName, attributeValue } from './attribute';

export interface Sentence {
  title: string;
  /** What was said or done, in words. */
  line: string | null;
  changes: { name: string; from: string | null; to: string | null }[];
}

type Body = Entry['body'];
type Tell = (body: Body, t: TFunction) => Partial<Sentence>;

export function sentenceOf(entry: Entry, t: TFunction): Sentence {
  const told = TELL[entry.name]?.(entry.body, t) ?? {};
  const title = told.title ?? t(`event.${entry.name}`, { defaultValue: t('event.unknown', { name: entry.name }) });
  return { title, line: told.line ?? null, changes: told.changes ?? [] };
}

/** Who did it, as the timeline names them. */
export function actorOf(entry: Entry, t: TFunction): string {
  const { kind, name } = entry.actor;
  if (kind === 'staff') return name;
  return kind === 'key' ? t('actor.key', { name }) : t(`actor.${kind}`);
}

/** The events whose sentence needs more than their name. */
const TELL: Record<string, Tell> = {
  'customer.created': (body, t) => ({
    line: told(body.source) && t('event.line.source', { source: word(t, 'source', body.source) }),
  }),
  'customer.changed': changed,
  'vehicle.changed': changed,
  'customer.assigned': (body, t) => ({
    line: list(t, [
      named(body.consultant) && t('event.line.consultant', { name: named(body.consultant) }),
      named(body.advisor) && t('event.line.advisor', { name: named(body.advisor) }),
    ]),
  }),
  'customer.merged': merged,
  'customer.absorbed': (body, t) => ({
    title: t('event.titled.absorbed', { name: titleOf(body) }),
    line: told(body.number),
  }),
  'customer.separated': (body, t) => ({
    title: t('event.titled.separated', { name: titleOf(body) }),
    line: told(body.number),
  }),
  'customer.gathered': (body, t) => ({ line: t('event.line.movedRows', { count: Number(body.moved ?? 0) }) }),
  'contact.added': contact,
  'contact.changed': contact,
  'contact.removed': contact,
  'contact.found_wrong': contact,
  'contact.found_right': contact,
  'change.asked': keyChange,
  'change.code_sent': (body, t) => ({ line: joined([word(t, 'verified.field', body.field), told(body.to)]) }),
  'change.code_used_up': keyChange,
  'change.proved': keyChange,
  'change.approved': keyChange,
  'change.confirmed': keyChange,
  'change.overridden': (body, t) => ({ line: joined([word(t, 'verified.field', body.field), told(body.reason)]) }),
  'change.cancelled': keyChange,
  'change.expired': keyChange,
  'record.confirmed': (body, t) => ({ line: word(t, 'way', body.way) }),
  'contact.revealed': (body, t) => ({ ...contact(body, t), line: told(body.reason) }),
  'address.added': (body) => ({ line: told(body.city) }),
  'address.changed': (body) => ({ line: told(body.city) }),
  'address.removed': (body) => ({ line: told(body.city) }),
  'household.joined': (body, t) => ({ title: t('event.titled.householdJoined', { name: titleOf(body) }) }),
  'household.left': (body, t) => ({ title: t('event.titled.householdLeft', { name: titleOf(body) }) }),
  'tag.added': (body, t) => ({ title: t('event.titled.tagAdded', { tag: titleOf(body) }), line: byRule(body, t) }),
  'tag.removed': (body, t) => ({ title: t('event.titled.tagRemoved', { tag: titleOf(body) }), line: byRule(body, t) }),
  'vehicle.registered': (body) => ({ line: joined([titleOf(body), told(body.number)]) }),
  'vehicle.deleted': (body) => ({ line: titleOf(body) }),
  'vehicle.restored': (body) => ({ line: titleOf(body) }),
  'vehicle.merged': merged,
  'vehicle.absorbed': (body, t) => ({
    title: t('event.titled.absorbed', { name: titleOf(body) }),
    line: told(body.number),
  }),
  'vehicle.separated': (body, t) => ({
    title: t('event.titled.separated', { name: titleOf(body) }),
    line: told(body.number),
  }),
  'person.linked': (body, t) => ({
    title: t('event.titled.personLinked', { role: word(t, 'role', body.role) }),
    line: told(body.vehicle_title),
  }),
  'person.unlinked': (body, t) => ({
    title: t('event.titled.personUnlinked', { role: word(t, 'role', body.role) }),
    line: told(body.vehicle_title),
  }),
  'plate.changed': (body, t) => ({
    changes: [{ name: t('attribute.plate'), from: plate(told(body.from)) || null, to: plate(told(body.to)) || null }],
  }),
  'mileage.read': (body, t) => ({
    title: t('event.titled.mileageRead', { km: kilometres(body.km as number) }),
    line: word(t, 'mileageSource', body.source),
  }),
  'fault.reported': (body, t) => ({ line: joined([faultOf(body, t), told(body.dtc)]) }),
  'fault.repaired': (body, t) => ({
    line: joined([faultOf(body, t), t('fault.inDays', { count: Number(body.days) })]),
  }),
  'fault.removed': (body, t) => ({ line: faultOf(body, t) }),
  'recall.car_found': (body, t) => ({
    ...(body.kind === 'service_campaign' ? { title: t('event.titled.campaignFound') } : {}),
    line: recallOf(body),
  }),
  'recall.car_moved': (body, t) => ({
    title: t('event.titled.recallMoved', { state: word(t, 'recall.carState', body.to) }),
    line: joined([recallOf(body), typeof body.mileage_km === 'number' && kilometres(body.mileage_km), told(body.note)]),
  }),
  'recall.car_taken_back': (body, t) => ({
    title: t('event.titled.recallTakenBack', { state: word(t, 'recall.carState', body.to) }),
    line: recallOf(body),
  }),
  'recall.drafted': (body) => ({ line: recallOf(body) }),
  'recall.changed': changed,
  'recall.removed': (body) => ({ line: recallOf(body) }),
  'recall.opened': (body) => ({ line: recallOf(body) }),
  'recall.closed': (body) => ({ line: recallOf(body) }),
  'recall.reopened': (body) => ({ line: recallOf(body) }),
  'recall.vins_added': (body) => ({
    line: joined([recallOf(body), typeof body.count === 'number' && number(body.count)]),
  }),
  'recall.vin_removed': (body) => ({ line: joined([recallOf(body), told(body.last_six)]) }),
  'recall.criterion_added': (body) => ({ line: joined([recallOf(body), told(body.criterion)]) }),
  'recall.criterion_removed': (body) => ({ line: joined([recallOf(body), told(body.criterion)]) }),
  'recall.tasks_made': (body) => ({
    line: joined([recallOf(body), typeof body.count === 'number' && number(body.count)]),
  }),
  'history.recorded': recorded,
  'history.removed': (body, t) => ({
    line: joined([
      told(body.kind) && t(`event.recorded.${body.kind}`, { defaultValue: t('event.history.recorded') }),
      told(body.on),
      body.amount ? money(body.amount as Money) : null,
    ]),
  }),
  'note.written': (body, t) => ({ title: noteTitle(body, t) }),
  'note.deleted': (body, t) => ({ title: t('event.titled.noteDeleted', { kind: word(t, 'noteKind', body.kind) }) }),
  'task.created': (body, t) => ({
    line: joined([
      titleOf(body),
      told(body.due_at) && t('event.line.due', { at: dateTime(body.due_at as string) }),
      named(body.assignee) && t('event.line.assignee', { name: named(body.assignee) }),
    ]),
  }),
  'task.changed': (body) => ({ line: titleOf(body) }),
  'task.completed': (body, t) => ({ line: joined([titleOf(body), word(t, 'outcome', body.outcome)]) }),
  'task.reopened': (body) => ({ line: titleOf(body) }),
  'task.cancelled': (body) => ({ line: titleOf(body) }),
  'task.woken': (body) => ({ line: titleOf(body) }),
  'task.snoozed': (body, t) => ({
    line: joined([titleOf(body), told(body.until) && t('event.line.until', { at: dateTime(body.until as string) })]),
  }),
  'task.handed_over': (body, t) => ({
    title: t('event.titled.taskHandedOver', { name: named(body.to) ?? t('event.line.colleague') }),
    line: joined([titleOf(body), told(body.note)]),
  }),
  'message.sent': (body, t) => ({
    title: t('event.titled.messageSent', { channel: word(t, 'channel', body.channel) }),
    line: told(body.text),
  }),
  'message.delivered': (body, t) => ({ line: word(t, 'channel', body.channel) }),
  'message.opened': (body, t) => ({ line: word(t, 'channel', body.channel) }),
  'message.link_followed': (body, t) => ({ line: word(t, 'channel', body.channel) }),
  'push.subscribed': (body) => ({ line: told(body.browser) }),
  'push.unsubscribed': (body) => ({ line: told(body.browser) }),
  'message.refused': (body, t) => ({
    line: list(
      t,
      (Array.isArray(body.reasons) ? body.reasons : []).map((reason) => word(t, 'obstacleShort', reason)),
    ),
  }),
  'message.replied': (body) => ({ line: told(body.text) }),
  'message.opted_out': (body, t) => ({ line: joined([word(t, 'channel', body.channel), told(body.proof)]) }),
  'message.retried': (body, t) => ({ line: word(t, 'channel', body.channel) }),
  'message.failed': (body, t) => ({
    title: t('event.titled.messageFailed', { channel: word(t, 'channel', body.channel) }),
    line: told(body.cause),
  }),
  'pair.set_apart': (body, t) => ({ line: t('event.line.pairSetApart', { name: body.other_number }) }),
  'pair.reopened': (body, t) => ({ line: t('event.line.pairReopened', { name: body.other_number }) }),
  'duplicates.searched': ({ customers, pairs_same, pairs_ask }, t) => ({
    line: t('event.line.duplicatesSearched', {
      customers: number(customers as number),
      same: number(pairs_same as number),
      ask: number(pairs_ask as number),
    }),
  }),
  'consent.given': answered,
  'consent.refused': answered,
  'consent.withdrawn': answered,
  'consent.removed': answered,
  'person.shared': (body, t) => ({
    title: t('event.titled.personShared', { party: told(body.party) ?? '' }),
    line: told(body.purpose) && t(`purposeName.${body.purpose}`, { defaultValue: told(body.purpose) ?? '' }),
  }),
  'import.finished': (body, t) => ({
    line: joined([
      told(body.file_name),
      t('event.line.imported', {
        created: number(body.created as number),
        updated: number(body.updated as number),
        failed: number(body.failed as number),
      }),
    ]),
  }),
  'import.undone': (body) => ({ line: told(body.file_name) }),
  'lead.opened': (body, t) => ({
    line: joined([
      told(body.number),
      word(t, 'leads.channel', body.channel),
      named(body.consultant) ? t('event.line.consultant', { name: named(body.consultant) }) : t('event.line.inPool'),
      told(body.rule) && t('event.line.rule', { title: told(body.rule) }),
    ]),
  }),
  'lead.enquired_again': (body, t) => ({ line: joined([told(body.number), word(t, 'leads.channel', body.channel)]) }),
  'lead.changed': changed,
  'lead.claimed': (body) => ({ line: told(body.number) }),
  'lead.given': (body, t) => ({
    title: t('event.titled.leadGiven', { name: named(body.to) ?? t('event.line.colleague') }),
    line: joined([told(body.number), told(body.note)]),
  }),
  'lead.released': (body) => ({ line: joined([told(body.number), told(body.reason)]) }),
  'lead.placed': (body, t) => ({
    title: t('event.titled.leadGiven', { name: named(body.to) ?? t('event.line.colleague') }),
    line: joined([told(body.number), t('event.line.rule', { title: told(body.rule) ?? '' })]),
  }),
  'lead.held_back': (body, t) => ({
    line: joined([
      told(body.number),
      t('event.line.heldBack', { name: named(body.from) ?? '', count: Number(body.minutes) }),
      named(body.to) ? t('event.line.consultant', { name: named(body.to) }) : t('event.line.inPool'),
    ]),
  }),
  'lead.followed_up': (body, t) => ({
    line: joined([
      told(body.number),
      word(t, 'leads.way', body.way),
      word(t, 'outcome', body.outcome),
      word(t, 'leads.state', body.state),
      told(body.next_at) && t('event.line.nextFollowUp', { at: dateTime(body.next_at as string) }),
    ]),
  }),
  'lead.advanced': (body, t) => ({ line: joined([told(body.number), word(t, 'leads.milestone', body.milestone)]) }),
  'lead.loss_asked': (body, t) => ({ line: joined([told(body.number), word(t, 'leads.reason', body.reason)]) }),
  'lead.lost': (body, t) => ({ line: joined([told(body.number), word(t, 'leads.reason', body.reason)]) }),
  'lead.loss_refused': (body) => ({ line: told(body.number) }),
  'lead.revived': (body, t) => ({
    line: joined([
      told(body.number),
      named(body.consultant) && t('event.line.consultant', { name: named(body.consultant) }),
    ]),
  }),
  'person_request.received': (body, t) => ({
    line: joined([
      asked(body, t),
      told(body.due_on) && t('event.line.due', { at: body.due_on }),
      told(body.channel) && t(`requests.channel.${body.channel}`),
    ]),
  }),
  'person_request.identity_checked': (body, t) => ({
    line: joined([asked(body, t), t(`requests.method.${body.method}`), t(`requests.result.${body.result}`)]),
  }),
  'person_request.code_sent': (body, t) => ({ line: joined([asked(body, t), told(body.to)]) }),
  'person_request.customer_found': (body, t) => ({ line: asked(body, t) }),
  'person_request.begun': (body, t) => ({ line: asked(body, t) }),
  'person_request.handed_over': (body, t) => ({ line: joined([asked(body, t), named(body.to)]) }),
  'person_request.extended': (body, t) => ({
    line: joined([asked(body, t), told(body.due_on) && t('event.line.due', { at: body.due_on })]),
  }),
  'person_request.term_counted': (body, t) => ({
    line: joined([asked(body, t), told(body.due_on) && t('event.line.due', { at: body.due_on })]),
  }),
  'person_request.answered': (body, t) => ({ line: joined([asked(body, t), t(`requests.outcome.${body.outcome}`)]) }),
  'person_request.refused': (body, t) => ({ line: joined([asked(body, t), t(`requests.reason.${body.reason}`)]) }),
  'person_request.closed': (body, t) => ({ line: asked(body, t) }),
};

function asked(body: Body, t: TFunction): string | null {
  return joined([told(body.number), told(body.kind) && t(`requests.kind.${body.kind}`)]);
}

function byRule(body: Body, t: TFunction): string | null {
  return body.by_rule === true ? t('tags.ruled') : null;
}

function merged(body: Body, t: TFunction): Partial<Sentence> {
  return {
    title: t('event.titled.merged', { name: titleOf(body) }),
    line: joined([told(body.number), t('event.line.movedRows', { count: Number(body.moved ?? 0) })]),
  };
}

function changed(body: Body, t: TFunction): Partial<Sentence> {
  const fields = Array.isArray(body.fields) ? (body.fields as { field: string; from?: unknown; to?: unknown }[]) : [];
  const changes = fields.map(({ field, from, to }) => ({
    name: attributeName(field, t),
    from: attributeValue(field, from, t),
    to: attributeValue(field, to, t) ?? (isTaken(from, to) ? null : t('timeline.updated')),
  }));
  const [only] = changes;
  return changes.length === 1 && only
    ? { title: t('event.titled.fieldChanged', { field: only.name }), changes }
    : { changes };
}

/** Whether the value was taken away. Where the entry names neither the old nor the new one, it is sealed: nothing is told of it but that it changed. */
function isTaken(from: unknown, to: unknown): boolean {
  const isNothing = (value: unknown) => value === null || value === undefined || value === '';
  return isNothing(to) && !isNothing(from);
}

/** `短信 · 电话口头 · 营销同意书 v3`; a purpose has its name of then. */
function answered(body: Body, t: TFunction): Partial<Sentence> {
  const channel = body.channel === 'all' ? null : word(t, 'consent.channel', body.channel);
  return { line: joined([titleOf(body), channel, word(t, 'consent.how', body.how), told(body.policy)]) };
}

function keyChange(body: Body, t: TFunction): Partial<Sentence> {
  const values = told(body.from) && `${told(body.from)} → ${told(body.to) ?? t('verified.taken')}`;
  return { line: joined([word(t, 'verified.field', body.field), values]) };
}

function contact(body: Body, t: TFunction): Partial<Sentence> {
  return { line: word(t, 'contactKind', body.kind) };
}

function recorded(body: Body, t: TFunction): Partial<Sentence> {
  return {
    title: t(`event.recorded.${body.kind}`, { defaultValue: t('event.history.recorded') }),
    line: joined([
      told(body.summary),
      typeof body.mileage_km === 'number' && kilometres(body.mileage_km),
      body.amount ? money(body.amount as Money) : null,
      body.is_open === true && t('event.line.open'),
    ]),
  };
}

function noteTitle(body: Body, t: TFunction): string {
  const kind = t(`event.wrote.${body.kind}`, { defaultValue: t('event.note.written') });
  return joined([kind, word(t, 'outcome', body.outcome)]) ?? kind;
}

function told(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function named(value: unknown): string | null {
  if (typeof value === 'string') return told(value);
  return typeof value === 'object' && value !== null ? told((value as { name?: unknown }).name) : null;
}

/** "制动 · 异响". */
function faultOf(body: Body, t: TFunction): string | null {
  return joined([word(t, 'fault.system', body.system), told(body.symptom)]);
}

/** "S2026M0012V · 制动软管". */
function recallOf(body: Body): string | null {
  return joined([told(body.number), titleOf(body)]);
}

function titleOf(body: Body): string | null {
  return told(body.title) ?? named(body.tag);
}

/** The word of a closed list, or the value itself when the list has grown. */
function word(t: TFunction, group: string, value: unknown): string | null {
  const text = told(value);
  return text && t(`${group}.${text}`, { defaultValue: text });
}

function joined(parts: (string | null | false | undefined)[]): string | null {
  return parts.filter(Boolean).join(' · ') || null;
}

function list(t: TFunction, parts: (string | null | false | undefined)[]): string | null {
  return parts.filter(Boolean).join(t('edit.comma')) || null;
}
