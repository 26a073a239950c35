// One value for all rows, for what the file has no column for: the brand of a dealer with one, the show the customers came from.
import { Button, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportField, ImportView } from '../../shared/api/types';
import { listing } from '../../shared/format';
import { StaffSelect } from '../../shared/ui/StaffSelect';
import { choicesOf, constantTargets, fieldWords, idleGroups, isDateField } from './fields';
import type { WizardProps } from './Recognised';
import { fieldChoices } from './targets';

export function Constants({ view, deeds }: WizardProps) {
  const { t } = useTranslation();
  /** Fields chosen that have no value yet, which the server need not know of. */
  const [begun, setBegun] = useState<ImportField[]>([]);
  const isOff = !view.can.includes('edit');
  const offered = constantTargets(view);
  const fields = offered.map(({ field }) => field).filter((field) => field in view.constants || begun.includes(field));
  const left = offered.filter(({ field }) => !fields.includes(field));
  const idle = idleGroups(view, fields).map((group) => t(`importing.groups.${group}`));
  const save = (constants: ImportView['constants']) => deeds.change({ constants });
  const drop = (field: ImportField) => {
    setBegun((old) => old.filter((one) => one !== field));
    if (field in view.constants) save(without(view.constants, field));
  };
  return (
    <section className="constants card" aria-label={t('importing.constants')}>
      <div className="two-lines">
        <b>{t('importing.constants')}</b>
        <span>{t('importing.constantsHint')}</span>
      </div>
      {fields.length > 0 && (
        <ul>
          {fields.map((field) => (
            <li key={field}>
              <span className="cut">{fieldWords(field, t)}</span>
              <ConstantValue
                field={field}
                stores={view.stores}
                value={view.constants[field] ?? ''}
                isOff={isOff}
                onChange={(value) =>
                  value !== (view.constants[field] ?? '') && save(withValue(view.constants, field, value))
                }
              />
              <Button
                type="text"
                disabled={isOff}
                icon={<X size={14} />}
                aria-label={t('importing.constantDrop', { field: fieldWords(field, t) })}
                onClick={() => drop(field)}
              />
            </li>
          ))}
        </ul>
      )}
      <Select<ImportField>
        className="constant-add"
        aria-label={t('importing.constantAdd')}
        showSearch={{ optionFilterProp: 'label' }}
        disabled={isOff}
        prefix={<Plus size={14} />}
        placeholder={t('importing.constantAdd')}
        value={null}
        onChange={(field) => setBegun((old) => [...old, field])}
        options={fieldChoices(left, t)}
        popupMatchSelectWidth={240}
      />
      {idle.length > 0 && (
        <p className="soon" role="note">
          {t('importing.constantsIdle', { groups: listing(idle) })}
        </p>
      )}
    </section>
  );
}

interface ConstantValueProps {
  field: ImportField;
  stores: ImportView['stores'];
  value: string;
  isOff: boolean;
  /** Empty when nothing is to stand there. */
  onChange: (value: string) => void;
}

function ConstantValue({ field, stores, value, isOff, onChange }: ConstantValueProps) {
  const { t } = useTranslation();
  const label = t('importing.constantOf', { field: fieldWords(field, t) });
  const choices = choicesOf(field, stores, t);
  if (choices.length > 0) {
    return (
      <Select<string>
        aria-label={label}
        disabled={isOff}
        value={value || null}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('filter.value')}
        onChange={onChange}
        options={choices}
      />
    );
  }
  if (isDateField(field)) {
    return (
      <DatePicker
        aria-label={label}
        disabled={isOff}
        value={value ? dayjs(value) : null}
        onChange={(day) => onChange(day?.format('YYYY-MM-DD') ?? '')}
      />
    );
  }
  if (field === 'consultant' || field === 'advisor') {
    return (
      <StaffSelect
        aria-label={label}
        disabled={isOff}
        value={value || null}
        known={value ? { id: value, name: value } : null}
        onChoose={(person) => onChange(person?.name ?? '')}
      />
    );
  }
  return <ConstantText key={value} label={label} value={value} isOff={isOff} onChange={onChange} />;
}

interface ConstantTextProps extends Omit<ConstantValueProps, 'field' | 'stores'> {
  label: string;
}

/** Kept when it is left or confirmed, not with every letter. */
function ConstantText({ label, value, isOff, onChange }: ConstantTextProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const keep = () => onChange(text.trim());
  return (
    <Input
      aria-label={label}
      autoFocus={value === ''}
      disabled={isOff}
      maxLength={200}
      placeholder={t('filter.value')}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onPressEnter={keep}
    />
  );
}

function withValue(constants: ImportView['constants'], field: ImportField, value: string): ImportView['constants'] {
  return value ? { ...constants, [field]: value } : without(constants, field);
}

function without(constants: ImportView['constants'], field: ImportField): ImportView['constants'] {
  return Object.fromEntries(Object.entries(constants).filter(([name]) => name !== field));
}
