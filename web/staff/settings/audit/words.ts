// A line of the audit in words: who it was, and what changed in short.
import type { TFunction } from 'i18next';
import type { AuditFinding, AuditLineView } from '../../../shared/api/types';
import { dateTime, number } from '../../../shared/format';
import { attributeName, attributeValue } from '../../../shared/ui/timeline/attribute';

export function actorName({ actor }: AuditLineView, t: TFunction): string {
  if (actor.kind === 'staff') return actor.name;
  return actor.kind === 'key' ? t('actor.key', { name: actor.name }) : t(`actor.${actor.kind}`);
}

/** Whom or what a line is about; null when it is nobody. */
export function aboutOf({ customer, vehicle, staff }: AuditLineView): string | null {
  return customer?.name || vehicle?.name || staff?.name || null;
}

/** What stands below the title of a line: the fields that changed, or by what was searched. */
export function summaryOf(line: AuditLineView, t: TFunction): string {
  if (line.detail) {
    const fields = line.detail.split(' ').map((field) => searchedBy(field, t));
    return t('audit.searchedBy', { fields: fields.join(t('audit.comma')) });
  }
  return line.changes
    .map(({ field }) => attributeName(field, t))
    .filter(Boolean)
    .join(t('audit.comma'));
}

function searchedBy(field: string, t: TFunction): string {
  return t(`audit.field.${field}`, { defaultValue: attributeName(field, t) });
}

/** A value before or after, as people read it; null for nothing. */
export function valueWords(field: string, value: unknown, t: TFunction): string | null {
  const words = attributeValue(field, value, t);
  if (words !== null || value === null || value === undefined || value === '') return words;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** One thing that is not as it was sealed. */
export function findingWords(finding: AuditFinding, t: TFunction): string {
  const words = t(`audit.finding.${finding.kind}`, {
    line: number(finding.line ?? 0),
    seal: number(finding.seal ?? 0),
    until: number(finding.until_seal ?? finding.seal ?? 0),
  });
  const more = [finding.name, finding.at && dateTime(finding.at)].filter(Boolean).join(t('audit.comma'));
  const chain = t(`audit.chain.${finding.chain}`);
  return t(more ? 'audit.findingMore' : 'audit.findingLine', { chain, words, more });
}
