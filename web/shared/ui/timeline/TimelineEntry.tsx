// One entry: its sign, what happened and by whom, what changed, the note with its deeds.
import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Entry, NoteView } from '../../api/types';
import { dateTime, shortDate, time } from '../../format';
import { MergeUndo } from '../MergeUndo';
import { Note } from './Note';
import { actorOf, type Sentence, sentenceOf } from './sentence';
import { signOf, signOfNote } from './signs';

interface TimelineEntryProps {
  entry: Entry;
  /** What need not be named, because the page is about it. */
  about: 'customer' | 'vehicle' | 'all';
  /** Shows the day, for entries out of their order. */
  hasDate?: boolean;
  onChanged?: () => void;
}

export function TimelineEntry({ entry, about, hasDate = false, onChanged }: TimelineEntryProps) {
  const { t } = useTranslation();
  const { icon: Icon, tone } = signOf(entry);
  const sentence = sentenceOf(entry, t);
  return (
    <article className="timeline-entry">
      <span className={`timeline-sign tone-${tone}`}>
        <Icon size={15} aria-hidden />
      </span>
      <div className="timeline-body">
        <p className="timeline-title">
          <b>{sentence.title}</b>
          {about !== 'customer' && entry.customer && (
            <Link to="/customers/$id" params={{ id: entry.customer.id }} className="link">
              {entry.customer.name}
            </Link>
          )}
          <span className="muted">{actorOf(entry, t)}</span>
          {about !== 'vehicle' && entry.vehicle && (
            <Link to="/vehicles/$id" params={{ id: entry.vehicle.id }} className="timeline-vehicle">
              {entry.vehicle.name}
            </Link>
          )}
          <time dateTime={entry.happened_at} title={dateTime(entry.happened_at)}>
            {hasDate ? shortDate(entry.happened_at) : time(entry.happened_at)}
          </time>
        </p>
        {sentence.line && <p className="timeline-line">{sentence.line}</p>}
        <ChangeList changes={sentence.changes} />
        {about === 'customer' && entry.name === 'customer.merged' && (
          <MergeUndo kind="merges" id={String(entry.body.merge)} onUndone={onChanged} />
        )}
        {about === 'vehicle' && entry.name === 'vehicle.merged' && (
          <MergeUndo kind="vehicle-merges" id={String(entry.body.merge)} onUndone={onChanged} />
        )}
        {entry.note && <Note note={entry.note} onChanged={onChanged} />}
      </div>
    </article>
  );
}

/** A note on top whose entry lies further back than what has been read. */
export function PinnedNote({ note, onChanged }: { note: NoteView; onChanged: () => void }) {
  const { t } = useTranslation();
  const { icon: Icon, tone } = signOfNote(note.kind);
  const words = [t(`event.wrote.${note.kind}`), note.outcome && t(`outcome.${note.outcome}`)];
  return (
    <article className="timeline-entry">
      <span className={`timeline-sign tone-${tone}`}>
        <Icon size={15} aria-hidden />
      </span>
      <div className="timeline-body">
        <p className="timeline-title">
          <b>{words.filter(Boolean).join(' · ')}</b>
        </p>
        <Note note={note} onChanged={onChanged} />
      </div>
    </article>
  );
}

function ChangeList({ changes }: { changes: Sentence['changes'] }) {
  const { t } = useTranslation();
  if (changes.length === 0) return null;
  return (
    <ul className="timeline-changes">
      {changes.map(({ name, from, to }) => (
        <li key={name}>
          {changes.length > 1 && <span className="muted">{name}</span>}
          {from && (
            <>
              <s>{from}</s>
              <ArrowRight size={12} role="img" aria-label={t('timeline.becomes')} />
            </>
          )}
          <span>{to ?? t('timeline.cleared')}</span>
        </li>
      ))}
    </ul>
  );
}
