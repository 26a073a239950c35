// What the words of a column mean: each value of the file beside the option it stands for.
import { Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnMap } from '../../shared/api/types';
import { choicesOf, headerOf } from './fields';

interface ValueMapProps {
  column: ColumnMap;
  onClose: () => void;
  onChange: (values: Record<string, string>) => void;
}

export function ValueMap({ column, onClose, onChange }: ValueMapProps) {
  const { t } = useTranslation();
  const known = Object.keys(column.values).length > 0 ? column.values : fromSamples(column);
  const [values, setValues] = useState(known);
  const options = choicesOf(column.field, t);
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

/** A column mapped by hand has only its samples to begin with. */
function fromSamples(column: ColumnMap): Record<string, string> {
  return Object.fromEntries(column.samples.map((sample) => [sample.trim(), '']));
}
