// A fact that turns into its own editor where it stands: text, number, date, a choice, a colleague.
import { AutoComplete, DatePicker, Input, InputNumber, Select, Tooltip } from 'antd';
import dayjs from 'dayjs';
import { Pencil } from 'lucide-react';
import { type FocusEvent, type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '../api/types';
import './editable.css';
import { pressed } from '../keys';
import { StaffSelect } from './StaffSelect';

export type FieldValue = string | number | Ref | null;

export type FieldEditor =
  | { kind: 'text'; maxLength?: number; suggestions?: string[]; isLong?: boolean }
  | { kind: 'number'; unit?: string; least?: number; most?: number }
  | { kind: 'date'; isPast?: boolean }
  | { kind: 'choice'; options: { value: string; label: ReactNode }[]; isRequired?: boolean }
  | { kind: 'staff' };

interface EditableProps {
  label: string;
  value: FieldValue;
  editor: FieldEditor;
  /** How the value reads; nothing for an empty one. */
  children?: ReactNode;
  /** Why it may not be changed. */
  reason?: string | null;
  /** Resolves when the server has answered; the new value is shown as settled by then. */
  onSave: (value: FieldValue) => Promise<unknown>;
}

/** Click or Enter edits, Enter keeps, Escape leaves it as it was. Saves with the `onSave` it was opened with. */
export function Editable({ label, value, editor, children, reason, onSave }: EditableProps) {
  const { t } = useTranslation();
  const [isEditing, setEditing] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  // What was there when the editor was opened: a colleague's change that arrives meanwhile must not pass for seen.
  // Empty when closed: an editor that leaves the page loses the focus, which must not count as a second answer.
  const opened = useRef<Pick<EditableProps, 'value' | 'onSave'> | null>(null);

  const open = () => {
    opened.current = { value, onSave };
    setEditing(true);
  };
  const close = () => {
    opened.current = null;
    setEditing(false);
    // Where one has gone on to another place, the focus stays there.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) opener.current?.focus({ preventScroll: true });
    });
  };
  const save = (next: FieldValue) => {
    const before = opened.current;
    if (!before) return;
    close();
    if (isSame(next, before.value)) return;
    setSaving(true);
    void before.onSave(next).finally(() => setSaving(false));
  };

  const shown = children ?? <span className="empty">{t('edit.empty')}</span>;
  if (reason) {
    return (
      <Tooltip title={reason} placement="topLeft">
        <span className="in-place fixed">{shown}</span>
      </Tooltip>
    );
  }
  if (isEditing) return <Editor label={label} value={value} editor={editor} onSave={save} onCancel={close} />;
  return (
    <button
      ref={opener}
      type="button"
      className={`in-place${isSaving ? ' saving' : ''}`}
      aria-label={t('edit.field', { field: label })}
      onClick={open}
    >
      {shown}
      <Pencil size={12} aria-hidden />
    </button>
  );
}

/** A term and its editable fact, for a `<dl className="facts-list">`. */
export function EditableFact(props: EditableProps) {
  return (
    <>
      <dt>{props.label}</dt>
      <dd>
        <Editable {...props} />
      </dd>
    </>
  );
}

interface EditorProps {
  label: string;
  value: FieldValue;
  editor: FieldEditor;
  onSave: (value: FieldValue) => void;
  onCancel: () => void;
}

function Editor(props: EditorProps) {
  const { editor } = props;
  switch (editor.kind) {
    case 'text':
      return <TextEditor {...props} editor={editor} />;
    case 'number':
      return <NumberEditor {...props} editor={editor} />;
    case 'date':
      return <DateEditor {...props} editor={editor} />;
    case 'choice':
      return <ChoiceEditor {...props} editor={editor} />;
    case 'staff':
      return <StaffEditor {...props} />;
  }
}

type Of<Kind extends FieldEditor['kind']> = EditorProps & { editor: Extract<FieldEditor, { kind: Kind }> };

function TextEditor({ label, value, editor, onSave, onCancel }: Of<'text'>) {
  const [text, setText] = useState(typeof value === 'string' ? value : '');
  const keep = () => onSave(text.trim() || null);
  const shared = {
    autoFocus: true,
    value: text,
    'aria-label': label,
    onBlur: keep,
    onFocus: (event: FocusEvent) => {
      if (event.target instanceof HTMLInputElement) event.target.select();
    },
    onKeyDown: editKeys(keep, onCancel, Boolean(editor.isLong)),
  };
  const maxLength = editor.maxLength ?? 200;
  if (editor.suggestions) {
    const options = editor.suggestions.filter((one) => one.includes(text)).map((one) => ({ value: one }));
    return (
      <AutoComplete
        {...shared}
        size="small"
        className="editor"
        options={options}
        onChange={setText}
        onSelect={onSave}
      />
    );
  }
  const onChange = (event: { target: { value: string } }) => setText(event.target.value);
  if (editor.isLong) return <Input.TextArea {...shared} autoSize maxLength={maxLength} onChange={onChange} />;
  return <Input {...shared} size="small" className="editor" maxLength={maxLength} onChange={onChange} />;
}

function NumberEditor({ label, value, editor, onSave, onCancel }: Of<'number'>) {
  const [number, setNumber] = useState(typeof value === 'number' ? value : null);
  const keep = () => onSave(number);
  return (
    <InputNumber
      autoFocus
      size="small"
      className="editor"
      aria-label={label}
      value={number}
      min={editor.least ?? 0}
      max={editor.most ?? 9_999_999}
      precision={0}
      suffix={editor.unit}
      controls={false}
      onChange={setNumber}
      onBlur={keep}
      onKeyDown={editKeys(keep, onCancel)}
    />
  );
}

function DateEditor({ label, value, editor, onSave, onCancel }: Of<'date'>) {
  const { t } = useTranslation();
  const [fault, setFault] = useState<string | null>(null);
  // The calendar would drop what it can't take, and the date with it: so Enter is heard before it gets there.
  const onKeyDownCapture = (event: KeyboardEvent) => {
    setFault(null);
    if (pressed(event) !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    const typed = event.target.value.trim();
    if (!typed) return;
    const day = dayFrom(typed);
    const isLater = Boolean(editor.isPast && day?.isAfter(dayjs(), 'day'));
    if (day && !isLater) return;
    event.preventDefault();
    event.stopPropagation();
    setFault(t(isLater ? 'edit.dayAhead' : 'edit.notADay'));
  };
  return (
    <span role="presentation" className="date-editor" onKeyDownCapture={onKeyDownCapture}>
      <Tooltip open={fault !== null} title={<span role="alert">{fault}</span>} placement="topLeft">
        <DatePicker
          autoFocus
          defaultOpen
          size="small"
          className="editor"
          aria-label={label}
          status={fault ? 'error' : ''}
          value={typeof value === 'string' ? dayjs(value) : null}
          maxDate={editor.isPast ? dayjs() : undefined}
          onChange={(day) => onSave(day ? day.format('YYYY-MM-DD') : null)}
          onOpenChange={(isOpen) => {
            if (!isOpen) onCancel();
          }}
        />
      </Tooltip>
    </span>
  );
}

/** A day as typed, `2026-02-03`; nothing for what no calendar knows. */
function dayFrom(typed: string): dayjs.Dayjs | null {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(typed) ? dayjs(typed) : null;
  return day?.isValid() && day.format('YYYY-MM-DD') === typed ? day : null;
}

function ChoiceEditor({ label, value, editor, onSave, onCancel }: Of<'choice'>) {
  return (
    <Select
      autoFocus
      defaultOpen
      size="small"
      className="editor"
      aria-label={label}
      value={typeof value === 'string' ? value : null}
      options={editor.options}
      allowClear={!editor.isRequired}
      showSearch={editor.options.length > 8 ? { optionFilterProp: 'label' } : false}
      onChange={(next: string | undefined) => onSave(next ?? null)}
      onBlur={onCancel}
      onKeyDown={cancelKey(onCancel)}
    />
  );
}

function StaffEditor({ label, value, onSave, onCancel }: EditorProps) {
  const person = typeof value === 'object' ? value : null;
  return (
    <StaffSelect
      autoFocus
      defaultOpen
      allowClear
      size="small"
      className="editor"
      aria-label={label}
      value={person?.id ?? null}
      known={person}
      onChoose={(chosen) => onSave(chosen)}
      onBlur={onCancel}
      onKeyDown={cancelKey(onCancel)}
    />
  );
}

function editKeys(keep: () => void, cancel: () => void, isLong = false) {
  return (event: KeyboardEvent) => {
    if (pressed(event) === 'Escape') {
      event.stopPropagation();
      cancel();
    }
    if (pressed(event) === 'Enter' && (!isLong || event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      keep();
    }
  };
}

function cancelKey(cancel: () => void) {
  return (event: KeyboardEvent) => {
    if (pressed(event) !== 'Escape') return;
    event.stopPropagation();
    cancel();
  };
}

function isSame(one: FieldValue, other: FieldValue): boolean {
  const plain = (value: FieldValue) => (typeof value === 'object' ? (value?.id ?? null) : value);
  return plain(one) === plain(other);
}
