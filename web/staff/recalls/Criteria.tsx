// Which cars a recall is about beside the list of VINs: ranges and models.
import { App, DatePicker, Form, Input, Radio } from 'antd';
import type { Dayjs } from 'dayjs';
import type { TFunction } from 'i18next';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recall, RecallCriterion } from '../../shared/api/types';
import { api } from '../../shared/client';
import { date } from '../../shared/format';
import { useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { useRecordReason } from '../session/session';
import { FormDrawer, orNull } from '../settings/FormDrawer';
import { DAY } from './RecallForm';

export function Criteria({ recall }: { recall: Recall }) {
  const { t } = useTranslation();
  const [isAdding, setAdding] = useState(false);
  const why = useRecordReason(recall.can)('aim');
  const remove = useRemove(recall);
  return (
    <section className="card" aria-label={t('recall.criteria.title')}>
      <header>
        <h2>{t('recall.criteria.title')}</h2>
        <span className="spring" />
        <Deed size="small" icon={<Plus size={13} />} reason={why} onClick={() => setAdding(true)}>
          {t('recall.criteria.new')}
        </Deed>
      </header>
      <div className="inside">
        <p className="muted recall-hint">
          {recall.criteria.length === 0 ? t('recall.criteria.none') : t('recall.criteria.hint')}
        </p>
        <ul className="recall-criteria">
          {recall.criteria.map((criterion) => {
            const name = criterionWords(criterion, t);
            return (
              <li key={criterion.id}>
                <span className="num">{name}</span>
                <Deed
                  type="text"
                  size="small"
                  icon={<Trash2 size={14} />}
                  hint={t('recall.criteria.remove', { name })}
                  reason={why}
                  onClick={() => remove(criterion, name)}
                />
              </li>
            );
          })}
        </ul>
      </div>
      {isAdding && <CriterionForm recall={recall} onClose={() => setAdding(false)} />}
    </section>
  );
}

export function criterionWords(criterion: RecallCriterion, t: TFunction): string {
  if (criterion.vin_prefix) {
    const { sequence_from, sequence_to } = criterion;
    const serial = sequence_from || sequence_to ? `${sequence_from ?? ''}–${sequence_to ?? ''}` : null;
    return [criterion.vin_prefix, serial].filter(Boolean).join(' ');
  }
  const { registered_from, registered_to } = criterion;
  const days =
    registered_from || registered_to
      ? `${registered_from ? date(registered_from) : ''}–${registered_to ? date(registered_to) : ''}`
      : null;
  return [criterion.brand, criterion.series ?? t('recall.criteria.allSeries'), days].filter(Boolean).join(' ');
}

interface CriterionWords {
  way: 'vin' | 'model';
  vin_prefix?: string;
  sequence_from?: string;
  sequence_to?: string;
  brand?: string;
  series?: string;
  registered_from?: Dayjs | null;
  registered_to?: Dayjs | null;
}

function CriterionForm({ recall, onClose }: { recall: Recall; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <FormDrawer<CriterionWords>
      title={t('recall.criteria.new')}
      initial={{ way: 'vin', brand: recall.brand }}
      touches={[['recalls']]}
      onClose={onClose}
      submit={(words) => api.post(`/recalls/${recall.id}/criteria`, formOf(words))}
    >
      <Form.Item name="way" label={t('recall.criteria.way')}>
        <Radio.Group
          optionType="button"
          options={[
            { value: 'vin', label: t('recall.criteria.byVin') },
            { value: 'model', label: t('recall.criteria.byModel') },
          ]}
        />
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(before, after) => before.way !== after.way}>
        {({ getFieldValue }) => (getFieldValue('way') === 'vin' ? <VinFields /> : <ModelFields />)}
      </Form.Item>
    </FormDrawer>
  );
}

function VinFields() {
  const { t } = useTranslation();
  const must = [{ required: true, message: t('recall.form.missing') }];
  return (
    <>
      <Form.Item
        name="vin_prefix"
        label={t('recall.criteria.prefix')}
        rules={must}
        extra={t('recall.criteria.prefixHint')}
      >
        <Input maxLength={11} placeholder="LSVAA418*E2" />
      </Form.Item>
      <div className="halves">
        <Form.Item name="sequence_from" label={t('recall.criteria.serialFrom')} extra={t('recall.criteria.serialHint')}>
          <Input maxLength={6} placeholder="000001" />
        </Form.Item>
        <Form.Item name="sequence_to" label={t('recall.criteria.serialTo')}>
          <Input maxLength={6} placeholder="009999" />
        </Form.Item>
      </div>
    </>
  );
}

function ModelFields() {
  const { t } = useTranslation();
  const must = [{ required: true, message: t('recall.form.missing') }];
  return (
    <div className="halves">
      <Form.Item name="brand" label={t('recall.form.brand')} rules={must}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="series" label={t('recall.criteria.series')} extra={t('recall.criteria.seriesHint')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item
        name="registered_from"
        label={t('recall.criteria.registeredFrom')}
        extra={t('recall.criteria.registeredHint')}
      >
        <DatePicker format={DAY} />
      </Form.Item>
      <Form.Item name="registered_to" label={t('recall.criteria.registeredTo')}>
        <DatePicker format={DAY} />
      </Form.Item>
    </div>
  );
}

function formOf(words: CriterionWords) {
  if (words.way === 'vin') {
    const { vin_prefix, sequence_from, sequence_to } = words;
    return { vin_prefix: orNull(vin_prefix), sequence_from: orNull(sequence_from), sequence_to: orNull(sequence_to) };
  }
  return {
    brand: orNull(words.brand),
    series: orNull(words.series),
    registered_from: words.registered_from?.format(DAY) ?? null,
    registered_to: words.registered_to?.format(DAY) ?? null,
  };
}

function useRemove(recall: Recall) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const remove = useWrite<RecallCriterion>({
    deed: (criterion) => api.remove(`/recalls/${recall.id}/criteria/${criterion.id}`),
    touches: () => [['recalls']],
    done: () => t('recall.done.saved'),
  });
  return (criterion: RecallCriterion, name: string) =>
    modal.confirm({
      title: t('recall.criteria.removeTitle', { name }),
      content: t('recall.criteria.removeHint'),
      okText: t('settings.remove'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(criterion).catch(() => {}),
    });
}
