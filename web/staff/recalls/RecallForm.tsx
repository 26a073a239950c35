// Writing a recall down, and changing it.
import { Checkbox, DatePicker, Form, Input, InputNumber, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { Recall } from '../../shared/api/types';
import { api } from '../../shared/client';
import { FormDrawer, orNull } from '../settings/FormDrawer';
import { KINDS } from './words';

export const DAY = 'YYYY-MM-DD';
const MINUTES = 60;

interface RecallWords {
  number: string;
  title: string;
  brand: string;
  kind: Recall['kind'];
  defect?: string;
  consequence?: string;
  remedy: string;
  is_stop_sale: boolean;
  published_on?: Dayjs | null;
  begins_on: Dayjs;
  ends_on?: Dayjs | null;
  labour_hours?: number | null;
  operations?: string;
  parts?: string;
  source_url?: string;
}

interface RecallFormProps {
  /** The recall to change; a new one without. */
  recall?: Recall;
  onClose: () => void;
  onSaved?: (recall: Recall) => void;
}

export function RecallForm({ recall, onClose, onSaved }: RecallFormProps) {
  const { t } = useTranslation();
  const must = [{ required: true, message: t('recall.form.missing') }];
  return (
    <FormDrawer<RecallWords>
      title={recall ? t('recall.edit') : t('recall.new')}
      width={560}
      initial={recall ? wordsOf(recall) : { kind: 'recall', is_stop_sale: true, begins_on: dayjs() }}
      touches={[['recalls'], ['vehicles']]}
      onClose={onClose}
      submit={async (words) => {
        const form = formOf(words);
        const saved = recall
          ? await api.patch<Recall>(`/recalls/${recall.id}`, form, { version: recall.version })
          : await api.post<Recall>('/recalls', form);
        onSaved?.(saved);
      }}
    >
      <div className="halves">
        <Form.Item name="number" label={t('recall.form.number')} rules={must} extra={t('recall.form.numberHint')}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="brand" label={t('recall.form.brand')} rules={must}>
          <Input maxLength={60} />
        </Form.Item>
      </div>
      <Form.Item name="title" label={t('recall.form.title')} rules={must}>
        <Input maxLength={120} />
      </Form.Item>
      <div className="halves">
        <Form.Item name="kind" label={t('recall.kindLabel')}>
          <Select options={KINDS.map((kind) => ({ value: kind, label: t(`recall.kind.${kind}`) }))} />
        </Form.Item>
        <Form.Item name="published_on" label={t('recall.form.published')}>
          <DatePicker format={DAY} />
        </Form.Item>
        <Form.Item name="begins_on" label={t('recall.form.begins')} rules={must}>
          <DatePicker format={DAY} allowClear={false} />
        </Form.Item>
        <Form.Item name="ends_on" label={t('recall.form.ends')} extra={t('recall.form.endsHint')}>
          <DatePicker format={DAY} />
        </Form.Item>
      </div>
      <Form.Item name="is_stop_sale" valuePropName="checked">
        <Checkbox>{t('recall.stopSaleHint')}</Checkbox>
      </Form.Item>
      <Form.Item name="defect" label={t('recall.form.defect')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4_000} />
      </Form.Item>
      <Form.Item name="consequence" label={t('recall.form.consequence')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4_000} />
      </Form.Item>
      <Form.Item name="remedy" label={t('recall.form.remedy')} rules={must}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4_000} />
      </Form.Item>
      <div className="halves">
        <Form.Item name="operations" label={t('recall.form.operations')} extra={t('recall.form.linesHint')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
        <Form.Item name="parts" label={t('recall.form.parts')} extra={t('recall.form.linesHint')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
        <Form.Item name="labour_hours" label={t('recall.form.hours')}>
          <InputNumber min={0.1} max={100} step={0.1} precision={1} />
        </Form.Item>
        <Form.Item name="source_url" label={t('recall.form.url')}>
          <Input maxLength={500} placeholder="https://" />
        </Form.Item>
      </div>
    </FormDrawer>
  );
}

function wordsOf(recall: Recall): RecallWords {
  const day = (on: string | null) => (on ? dayjs(on) : null);
  return {
    number: recall.number,
    title: recall.title,
    brand: recall.brand,
    kind: recall.kind,
    defect: recall.defect ?? '',
    consequence: recall.consequence ?? '',
    remedy: recall.remedy,
    is_stop_sale: recall.is_stop_sale,
    published_on: day(recall.published_on),
    begins_on: dayjs(recall.begins_on),
    ends_on: day(recall.ends_on),
    labour_hours: recall.labour_minutes === null ? null : recall.labour_minutes / MINUTES,
    operations: recall.operations.join('\n'),
    parts: recall.parts.join('\n'),
    source_url: recall.source_url ?? '',
  };
}

function formOf({ labour_hours, operations, parts, ...words }: RecallWords) {
  const day = (on: Dayjs | null | undefined) => on?.format(DAY) ?? null;
  const lines = (text: string | undefined) => (text ?? '').split('\n').filter((line) => line.trim() !== '');
  return {
    ...words,
    defect: orNull(words.defect),
    consequence: orNull(words.consequence),
    source_url: orNull(words.source_url),
    published_on: day(words.published_on),
    begins_on: words.begins_on.format(DAY),
    ends_on: day(words.ends_on),
    labour_minutes: labour_hours ? Math.round(labour_hours * MINUTES) : null,
    operations: lines(operations),
    parts: lines(parts),
  };
}
