// Changing fields of a versioned record: saves, joins changes that do not clash, and asks field by field when they do.
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { App, Modal } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, Problem } from '../client';
import { type Clash, type Comparison, compare } from '../conflict';
import { useProblemNotice } from '../queries';
import { inTurn, rememberOwn, type Versioned, withOwn } from '../saves';
import './editable.css';

export type Changes = Record<string, unknown>;

/** How the fields of a kind of record are sent and written. */
interface RecordWords {
  /** Fields whose change by another is worth telling about. */
  watched: readonly string[];
  /** The name and value a field has on the wire, e.g. `consultant_id` for a person. */
  wire: (field: string, value: unknown) => [string, unknown];
  nameOf: (field: string) => string;
  show: (field: string, value: unknown) => ReactNode;
}

/** One record: where it is saved, and what follows. */
interface RecordPlace<View> {
  path: string;
  /** Called with every newer state of the record the server has told, also when it refused. */
  onSaved: (view: View) => void;
  /** Called when the server refused for another reason than a stale version. */
  onRefused?: () => void;
  touches: QueryKey[];
}

interface RecordEditOptions<View> extends RecordWords, RecordPlace<View> {
  record: View;
}

export interface RecordEdit {
  /**
   * Resolves when the server has answered, also when it refused; the refusal is shown. It speaks of the record as it
   * was drawn with: an editor that stays open keeps the one it was opened with, so that what a colleague saves
   * meanwhile is not overwritten unseen.
   */
  save: (changes: Changes) => Promise<void>;
  /** The question asked when both changed the same field; belongs somewhere in the page. */
  dialog: ReactNode;
}

interface Conflict<View> extends Comparison {
  current: View;
  wanted: Changes;
  place: RecordPlace<View>;
}

/** Changes of the one record of a page. */
export function useRecordEdit<View extends Versioned>(options: RecordEditOptions<View>): RecordEdit {
  const { save, dialog } = useVersionedSave<View>(options);
  return { save: (changes) => save(changes, options.record, options), dialog };
}

/** Changes of any record of a list; `seen` is the record as it was when the editor was opened. */
export function useVersionedSave<View extends Versioned>({ watched, wire, nameOf, show }: RecordWords) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { message } = App.useApp();
  const showProblem = useProblemNotice();
  const [conflict, setConflict] = useState<Conflict<View> | null>(null);

  const send = async (
    changes: Changes,
    seen: View,
    place: RecordPlace<View>,
    joined: Comparison['theirs'],
  ): Promise<void> => {
    const body = Object.fromEntries(Object.entries(changes).map(([field, value]) => wire(field, value)));
    try {
      const view = await api.patch<View>(place.path, body, { version: seen.version });
      rememberOwn(place.path, seen, view);
      place.onSaved(view);
      const fields = joined.map(({ field }) => nameOf(field)).join(t('edit.comma'));
      void message.success(fields ? t('edit.savedBeside', { fields }) : t('common.saved'));
      for (const queryKey of place.touches) void client.invalidateQueries({ queryKey });
    } catch (failure) {
      if (!(failure instanceof Error)) throw failure;
      const current =
        failure instanceof Problem && failure.status === 412 ? (failure.current as View | undefined) : null;
      if (!current) {
        place.onRefused?.();
        return showProblem(failure);
      }
      place.onSaved(current);
      const comparison = compare(seen, current, changes, watched);
      if (comparison.clashes.length === 0) return send(changes, current, place, comparison.theirs);
      setConflict({ ...comparison, current, wanted: changes, place });
    }
  };
  const save = (changes: Changes, seen: View, place: RecordPlace<View>) =>
    inTurn(place.path, () => send(changes, withOwn(place.path, seen), place, []));

  const answer = (mine: Set<string>) => {
    setConflict(null);
    if (!conflict) return;
    const clashing = new Set(conflict.clashes.map(({ field }) => field));
    const kept = Object.entries(conflict.wanted).filter(([field]) => !clashing.has(field) || mine.has(field));
    if (kept.length > 0) void save(Object.fromEntries(kept), conflict.current, conflict.place);
  };

  const dialog = conflict && (
    <ConflictDialog
      conflict={conflict}
      nameOf={nameOf}
      show={show}
      onAnswer={answer}
      onCancel={() => setConflict(null)}
    />
  );
  return { save, dialog };
}

interface ConflictDialogProps {
  conflict: Comparison;
  nameOf: (field: string) => string;
  show: (field: string, value: unknown) => ReactNode;
  onAnswer: (mine: Set<string>) => void;
  onCancel: () => void;
}

function ConflictDialog({ conflict, nameOf, show, onAnswer, onCancel }: ConflictDialogProps) {
  const { t } = useTranslation();
  const [mine, setMine] = useState<ReadonlySet<string>>(new Set());
  const choose = (field: string, isMine: boolean) =>
    setMine((old) => new Set(isMine ? [...old, field] : [...old].filter((one) => one !== field)));
  return (
    <Modal
      open
      title={t('edit.conflict')}
      okText={t('edit.keepChoice')}
      onOk={() => onAnswer(new Set(mine))}
      onCancel={onCancel}
      width={560}
    >
      <div className="conflict">
        <p className="second">{t('edit.conflictHint')}</p>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('edit.fieldHeading')}</th>
              <th scope="col">{t('edit.theirs')}</th>
              <th scope="col">{t('edit.mine')}</th>
            </tr>
          </thead>
          <tbody>
            {conflict.clashes.map((clash) => (
              <ClashRow
                key={clash.field}
                clash={clash}
                name={nameOf(clash.field)}
                show={show}
                isMine={mine.has(clash.field)}
                onChoose={(isMine) => choose(clash.field, isMine)}
              />
            ))}
          </tbody>
        </table>
        {conflict.theirs.length > 0 && (
          <p className="muted">
            {t('edit.alsoChanged', { fields: conflict.theirs.map(({ field }) => nameOf(field)).join(t('edit.comma')) })}
          </p>
        )}
      </div>
    </Modal>
  );
}

interface ClashRowProps {
  clash: Clash;
  name: string;
  show: (field: string, value: unknown) => ReactNode;
  isMine: boolean;
  onChoose: (isMine: boolean) => void;
}

function ClashRow({ clash, name, show, isMine, onChoose }: ClashRowProps) {
  const group = useId();
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <label>
          <input type="radio" name={group} checked={!isMine} onChange={() => onChoose(false)} />
          {show(clash.field, clash.theirs)}
        </label>
      </td>
      <td>
        <label>
          <input type="radio" name={group} checked={isMine} onChange={() => onChoose(true)} />
          {show(clash.field, clash.mine)}
        </label>
      </td>
    </tr>
  );
}
