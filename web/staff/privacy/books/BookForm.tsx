// The page of a line: every field of its book, and closing or reopening it.
import { Button, DatePicker, Form, Input, Select, Switch } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { BookEntryView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useWrite } from '../../../shared/queries';
import { usePower, useRecordReason } from '../../session/session';
import { FormDrawer } from '../../settings/FormDrawer';
import { PersonalKindSelect } from '../PersonalKinds';
import { Affected } from './Affected';
import { BOOK_FIELDS, type Book, type BookField } from './fields';
import { Notice } from './Notice';

type Words = Record<string, unknown>;

interface BookFormProps {
  book: Book;
  entry: BookEntryView | null;
  onClose: () => void;
}

const TOUCHES = [['book-entries']];

export function BookForm({ book, entry, onClose }: BookFormProps) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const why = useRecordReason(entry?.can);
  const submit = (words: Words) => {
    const page = { book, ...pageOf(words, BOOK_FIELDS[book]) };
    return entry
      ? api.put(`/book-entries/${entry.id}`, { page }, { version: entry.version })
      : api.post('/book-entries', { page });
  };
  return (
    <FormDrawer<Words>
      title={entry ? entry.title : t(`privacy.books.new.${book}`)}
      width={560}
      initial={wordsOf(entry, BOOK_FIELDS[book])}
      submit={submit}
      touches={TOUCHES}
      onClose={onClose}
      reason={entry ? why('edit') : reason('keep_privacy')}
      above={
        entry && (
          <>
            <Closing entry={entry} onDone={onClose} />
            {book === 'incidents' && <Notice entry={entry} />}
          </>
        )
      }
    >
      {BOOK_FIELDS[book].map((field) => (
        <BookFormItem key={field.name} field={field} />
      ))}
    </FormDrawer>
  );
}

/** The deeds beside changing: closing a line or opening it again. */
function Closing({ entry, onDone }: { entry: BookEntryView; onDone: () => void }) {
  const { t } = useTranslation();
  const path = `/book-entries/${entry.id}/closure`;
  const isClosed = Boolean(entry.closed_at);
  const turn = useWrite({
    deed: () => (isClosed ? api.remove(path) : api.put(path)),
    touches: () => TOUCHES,
    done: () => t('common.saved'),
    onDone,
  });
  return (
    <div className="affected">
      {entry.page.book === 'incidents' && <Affected entry={entry} filters={entry.page.affected ?? []} />}
      <div className="spring" />
      <Button
        size="small"
        disabled={!entry.can.includes(isClosed ? 'reopen' : 'close')}
        loading={turn.isPending}
        onClick={() => turn.mutate()}
      >
        {t(isClosed ? 'privacy.books.reopen' : `privacy.books.close.${entry.page.book}`)}
      </Button>
    </div>
  );
}

function BookFormItem({ field }: { field: BookField }) {
  const { t } = useTranslation();
  const label = t(`privacy.books.field.${field.name}`);
  const hint = t(`privacy.books.hint.${field.name}`, { defaultValue: '' });
  return (
    <Form.Item
      name={field.name}
      label={label}
      extra={hint || undefined}
      {...(field.kind === 'flag' ? { valuePropName: 'checked' } : {})}
      rules={field.isRequired ? [{ required: true, message: t('privacy.books.missing', { field: label }) }] : []}
    >
      <Editor field={field} label={label} />
    </Form.Item>
  );
}

/** antd hands value and change to the one control inside the item. */
function Editor({ field, label, ...control }: { field: BookField; label: string }) {
  const { t } = useTranslation();
  switch (field.kind) {
    case 'long':
      return <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} {...control} />;
    case 'kinds':
      return <PersonalKindSelect aria-label={label} {...control} />;
    case 'choice':
      return (
        <Select
          options={field.options?.map((one) => ({ value: one, label: t(`privacy.books.option.${one}`) }))}
          {...control}
        />
      );
    case 'date':
      return <DatePicker style={{ width: '100%' }} {...control} />;
    case 'moment':
      return (
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" style={{ width: '100%' }} {...control} />
      );
    case 'flag':
      return <Switch {...control} />;
    case 'list':
    case 'filters':
      return <Select mode="tags" open={false} suffixIcon={null} {...control} />;
    default:
      return <Input maxLength={100} {...control} />;
  }
}

function wordsOf(entry: BookEntryView | null, fields: BookField[]): Words {
  if (!entry) return {};
  const page: Words = { ...entry.page };
  return Object.fromEntries(
    fields.map(({ name, kind }) => {
      const value = page[name];
      const isTime = (kind === 'date' || kind === 'moment') && typeof value === 'string';
      return [name, isTime ? dayjs(value) : value];
    }),
  );
}

function pageOf(words: Words, fields: BookField[]): Words {
  return Object.fromEntries(fields.map(({ name, kind }) => [name, sent(words[name], kind)]));
}

function sent(value: unknown, kind: BookField['kind']): unknown {
  if (kind === 'flag') return Boolean(value);
  if (kind === 'list' || kind === 'filters' || kind === 'kinds') return value ?? [];
  if (value === undefined || value === null || value === '')
    return kind === 'text' || kind === 'long' ? null : undefined;
  if (kind === 'date') return (value as Dayjs).format('YYYY-MM-DD');
  if (kind === 'moment') return (value as Dayjs).toISOString();
  return value;
}
