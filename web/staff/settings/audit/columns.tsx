// The columns of the audit: when, who, what, about whom.
import type { TFunction } from 'i18next';
import type { AuditKind, AuditLineView } from '../../../shared/api/types';
import { dateTime } from '../../../shared/format';
import { Avatar, Tag, type Tone } from '../../../shared/ui/faces';
import type { PlainColumn } from '../../../shared/ui/PlainTable';
import { aboutOf, actorName, summaryOf } from './words';

export const TONE: Record<AuditKind, Tone> = { saw: 'blue', changed: 'teal', exported: 'amber', signed_in: 'violet' };

type Open = (line: AuditLineView) => void;

export function columnsOf(t: TFunction, isPhone: boolean, onOpen: Open): PlainColumn<AuditLineView>[] {
  return isPhone ? [card(t, onOpen)] : wide(t, onOpen);
}

function wide(t: TFunction, onOpen: Open): PlainColumn<AuditLineView>[] {
  return [
    {
      id: 'at',
      title: t('audit.at'),
      width: 168,
      cell: (line) => (
        <time className="second num audit-at" dateTime={line.at}>
          {dateTime(line.at)}
        </time>
      ),
    },
    {
      id: 'who',
      title: t('audit.who'),
      width: 150,
      cell: (line) => (
        <span className="person">
          <Avatar name={actorName(line, t)} size={20} />
          <span className="cut">{actorName(line, t)}</span>
        </span>
      ),
    },
    {
      id: 'kind',
      title: t('audit.kindLabel'),
      width: 84,
      cell: (line) => <Tag tone={TONE[line.kind]}>{t(`audit.kind.${line.kind}`)}</Tag>,
    },
    {
      id: 'what',
      title: t('audit.what'),
      cell: (line) => (
        <button type="button" className="audit-what" onClick={() => onOpen(line)}>
          <b>{line.title}</b>
          <span className="second cut">{summaryOf(line, t)}</span>
        </button>
      ),
    },
    {
      id: 'about',
      title: t('audit.about'),
      width: 150,
      cell: (line) => <span className="cut">{aboutOf(line) ?? '—'}</span>,
    },
    {
      id: 'store',
      title: t('audit.store'),
      width: 110,
      cell: (line) => <span className="second cut">{line.store?.name ?? '—'}</span>,
    },
  ];
}

function card(t: TFunction, onOpen: Open): PlainColumn<AuditLineView> {
  return {
    id: 'line',
    title: t('audit.what'),
    cell: (line) => (
      <button type="button" className="audit-what" onClick={() => onOpen(line)}>
        <span className="audit-card-head">
          <b className="cut">{line.title}</b>
          <Tag tone={TONE[line.kind]}>{t(`audit.kind.${line.kind}`)}</Tag>
        </span>
        <span className="second cut">{cardLine(line, t)}</span>
      </button>
    ),
  };
}

/** Who it was, whom it is about unless that is the same, and when. */
function cardLine(line: AuditLineView, t: TFunction): string {
  const [who, about] = [actorName(line, t), aboutOf(line)];
  return [who, about === who ? null : about, dateTime(line.at)].filter(Boolean).join(' · ');
}
