// Changing fields of a versioned record: saves, joins changes that do not clash, and asks field by field when they do.
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { App, Modal } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, Problem } from '../client';
import { type Clash, type Comparison, compare } from '../conflict';
import { useProblemNotice } from '../queries';
import './editable.css';

export type Changes = Record<string, unknown>;

interface RecordEditOptions<View> {
  path: string;
  record: View;
  /** Fields whose change by another is worth telling about. */
  watched: readonly string[];
  /** The name and value a field has on the wire, e.g. `consultant_id` for a person. */
  wire: (field: string, value: unknown) => [string, unknown];
  nameOf: (field: string) => string;
  show: (field: string, value: unknown) => ReactNode;
  onSaved: (view: View) => void;
  touches: QueryKey[];
}

export interface RecordEdit {
  /** Resolves when the server has answered, also when it refused; the refusal is shown. */
  save: (changes: Changes) => Promise<void>;
  /** The question asked when both changed the same field; belongs somewhere in the page. */
  dialog: ReactNode;
}

interface Conflict<View> extends Comparison {
  current: View;
  wanted: Changes;
}

export function useRecordEdit<View extends { version: number }>(options: RecordEditOptions<View>): RecordEdit {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { message } = App.useApp();
  const showProblem = useProblemNotice();
  const [conflict, setConflict] = useState<Conflict<View> | null>(null);
  const { path, record, watched, wire, nameOf, show, onSaved, touches } = options;

  const send = async (changes: Changes, seen: View, joined: Comparison['theirs']): Promise<void> => {
    const body = Object.fromEntries(Object.entries(changes).map(([field, value]) => wire(field, value)));
    try {
      const view = await api.patch<View>(path, body, { version: seen.version });
      onSaved(view);
      const fields = joined.map(({ field }) => nameOf(field)).join(t('edit.comma'));
      void message.success(fields ? t('edit.savedBeside', { fields }) : t('common.saved'));
      for (const queryKey of touches) void client.invalidateQueries({ queryKey });
    } catch (failure) {
      if (!(failure instanceof Error)) throw failure;
      const current =
        failure instanceof Problem && failure.status === 412 ? (failure.current as View | undefined) : null;
      if (!current) return showProblem(failure);
      onSaved(current);
      const comparison = compare(seen, current, changes, watched);
      if (comparison.clashes.length === 0) return send(changes, current, comparison.theirs);
      setConflict({ ...comparison, current, wanted: changes });
    }
  };

  const answer = (mine: Set<string>) => {
    setConflict(null);
    if (!conflict) return;
    const clashing = new Set(conflict.clashes.map(({ field }) => field));
    const kept = Object.entries(conflict.wanted).filter(([field]) => !clashing.has(field) || mine.has(field));
    if (kept.length > 0) void send(Object.fromEntries(kept), conflict.current, []);
  };

  return {
    save: (changes) => send(changes, record, []),
    dialog: conflict && (
      <ConflictDialog
        conflict={conflict}
        nameOf={nameOf}
        show={show}
        onAnswer={answer}
        onCancel={() => setConflict(null)}
      />
    ),
  };
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
