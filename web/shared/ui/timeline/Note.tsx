// The text of a note, call, visit or message: read, corrected, pinned and removed in place.
import { Button, Input, Popconfirm, Select } from 'antd';
import { Pencil, Pin, PinOff, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoteView, Outcome } from '../../api/types';
import { api } from '../../client';
import { MOD, pressed } from '../../keys';
import { useWrite } from '../../queries';
import { Deed } from '../Deed';
import { OUTCOMES } from './outcomes';

interface NoteProps {
  note: NoteView;
  onChanged: (() => void) | undefined;
}

export function Note({ note, onChanged }: NoteProps) {
  const { t } = useTranslation();
  const [isEditing, setEditing] = useState(false);
  const changed = () => onChanged?.();
  const remove = useWrite({
    deed: () => api.remove(`/notes/${note.id}`, { version: note.version }),
    done: () => t('common.deleted'),
    onDone: changed,
    // A stale version: the note as it now is comes with the next reading.
    onProblem: () => {
      changed();
      return false;
    },
  });
  const pin = useWrite({
    deed: () => (note.is_pinned ? api.remove(`/notes/${note.id}/pin`) : api.put(`/notes/${note.id}/pin`)),
    onDone: changed,
  });
  if (isEditing) return <NoteForm note={note} onClose={() => setEditing(false)} onChanged={changed} />;
  const reason = (deed: string) => (note.can.includes(deed) ? null : t('common.notPossible'));
  const isMute = !onChanged || note.can.length === 0;
  return (
    <div className="timeline-note">
      {note.text && <NoteText text={note.text} />}
      {note.is_deleted && <p className="muted">{t('timeline.deletedNote')}</p>}
      {!isMute && (
        <span className="timeline-deeds">
          <Deed
            type="text"
            size="small"
            hint={t(note.is_pinned ? 'timeline.unpin' : 'timeline.pin')}
            reason={reason(note.is_pinned ? 'unpin' : 'pin')}
            aria-pressed={note.is_pinned}
            icon={note.is_pinned ? <PinOff size={13} /> : <Pin size={13} />}
            onClick={() => pin.mutate()}
          />
          <Deed
            type="text"
            size="small"
            hint={t('common.edit')}
            reason={reason('edit')}
            icon={<Pencil size={13} />}
            onClick={() => setEditing(true)}
          />
          <Popconfirm
            title={t('timeline.deleteNote')}
            okText={t('common.delete')}
            okButtonProps={{ danger: true }}
            onConfirm={() => remove.mutate()}
            disabled={Boolean(reason('delete'))}
          >
            <Button
              type="text"
              size="small"
              aria-label={t('common.delete')}
              title={reason('delete') ?? t('common.delete')}
              disabled={Boolean(reason('delete'))}
              icon={<Trash2 size={13} />}
            />
          </Popconfirm>
        </span>
      )}
    </div>
  );
}

/** From here on a note is folded: a timeline is read at a glance. */
const CHARACTERS_SHOWN = 280;
const LINES_SHOWN = 6;

function NoteText({ text }: { text: string }) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const isLong = text.length > CHARACTERS_SHOWN * 1.25 || text.split('\n').length > LINES_SHOWN + 1;
  if (!isLong) return <p>{text}</p>;
  return (
    <>
      <p className={isWhole ? undefined : 'folded'}>{text}</p>
      <button type="button" className="link" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
        {t(isWhole ? 'timeline.fold' : 'timeline.unfold')}
      </button>
    </>
  );
}

interface NoteFormProps {
  note: NoteView;
  onClose: () => void;
  onChanged: () => void;
}

function NoteForm({ note, onClose, onChanged }: NoteFormProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(note.text);
  const [outcome, setOutcome] = useState(note.outcome);
  // The version whose text one began with, not the one a live refresh has brought since.
  const [begun] = useState(note.version);
  // The text someone else has written meanwhile; saving again replaces it knowingly.
  const [theirs, setTheirs] = useState<NoteView | null>(null);
  const save = useWrite({
    deed: () => api.patch(`/notes/${note.id}`, { text, outcome }, { version: theirs?.version ?? begun }),
    done: () => t('common.saved'),
    onDone: () => {
      onChanged();
      onClose();
    },
    onProblem: (problem) => {
      if (problem.status !== 412 || !problem.current) return false;
      setTheirs(problem.current as NoteView);
      return true;
    },
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (pressed(event) === 'Escape') onClose();
    if (pressed(event) === 'Enter' && (event.metaKey || event.ctrlKey)) save.mutate();
  };
  return (
    <div className="timeline-form">
      {theirs && (
        <div className="timeline-theirs" role="alert">
          <b>{t('timeline.changedByOther')}</b>
          <p>{theirs.text}</p>
        </div>
      )}
      <Input.TextArea
        autoFocus
        autoSize={{ minRows: 2, maxRows: 12 }}
        value={text}
        aria-label={t('timeline.noteText')}
        count={{ max: 5_000, show: text.length > 4_500 }}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="timeline-form-foot">
        {note.kind !== 'note' && (
          <Select
            size="small"
            allowClear
            style={{ width: 130 }}
            placeholder={t('composer.outcome')}
            aria-label={t('composer.outcome')}
            value={outcome}
            onChange={(next: Outcome | undefined) => setOutcome(next ?? null)}
            options={OUTCOMES.map((one) => ({ value: one, label: t(`outcome.${one}`) }))}
          />
        )}
        <span className="spring" />
        <Button size="small" type="text" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          size="small"
          type="primary"
          title={`${MOD}↵`}
          loading={save.isPending}
          disabled={!text.trim() && !outcome}
          onClick={() => save.mutate()}
        >
          {t('common.save')}
        </Button>
      </div>
    </div>
  );
}
