// What the words of a column mean: each value of the file beside the option it stands for.
import { Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnMap, ImportView } from '../../shared/api/types';
import { choicesOf, headerOf } from './fields';

interface ValueMapProps {
  column: ColumnMap;
  stores: ImportView['stores'];
  onClose: () => void;
  onChange: (values: Record<string, string>) => void;
}

export function ValueMap({ column, stores, onClose, onChange }: ValueMapProps) {
  const { t } = useTranslation();
  const options = choicesOf(column.field, stores, t);
  const known = Object.keys(column.values).length > 0 ? column.values : fromSamples(column, options);
  const [values, setValues] = useState(known);
  return (
    <Modal
      open
      width={480}
      title={t('importing.valueMapOf', { column: headerOf(column, t) })}
      okText={t('common.save')}
      onOk={() => onChange(values)}
      onCancel={onClose}
    >
      <p className="second">{t('importing.valueMapHint')}</p>
      <div className="value-map">
        <b>{t('importing.inFile')}</b>
        <b>{t('importing.inRoadbook')}</b>
        {Object.keys(values).map((value) => (
          <div key={value} style={{ display: 'contents' }}>
            <code>{value}</code>
            <Select<string>
              aria-label={value}
              value={values[value] ?? ''}
              onChange={(chosen) => setValues({ ...values, [value]: chosen })}
              options={[{ value: '', label: t('importing.valueEmpty') }, ...options]}
            />
          </div>
        ))}
      </div>
    </Modal>
  );
}

/** A column mapped by hand has only its samples to begin with; those that say one of the options stand for it. */
function fromSamples(column: ColumnMap, options: { value: string; label: string }[]): Record<string, string> {
  const meant = (sample: string) =>
    options.find(({ value, label }) => [value, label].some((word) => word.toLowerCase() === sample.toLowerCase()));
  return Object.fromEntries(column.samples.map((sample) => [sample.trim(), meant(sample.trim())?.value ?? '']));
}
