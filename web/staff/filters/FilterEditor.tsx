// The editor of a condition's value, by what the field is.
import { Button, DatePicker, Input, InputNumber } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../shared/api/types';
import { ChoiceList } from './ChoiceList';
import { editorOf, type Filter, takesMany } from './filter';
import './filters.css';
import type { Options } from './options';

interface FilterEditorProps {
  field: Field;
  filter: Filter;
  options: Options;
  onChange: (filter: Filter) => void;
  /** Called with the condition when nothing more is to be chosen. */
  onFinish: (filter: Filter) => void;
}

const DAYS = [7, 15, 30, 60, 90, 180, 365];

export function FilterEditor({ field, filter, options, onChange, onFinish }: FilterEditorProps) {
  const { t } = useTranslation();
  const name = t(`field.${field.name}`, { defaultValue: field.name });
  const [first = ''] = filter.values;
  const finish = (value: string) => onFinish({ ...filter, values: value === '' ? [] : [value] });
  switch (editorOf(field, filter.operator)) {
    case 'none':
      return null;
    case 'list': {
      const pick = (value: string) => {
        if (!takesMany(filter.operator)) return finish(value);
        const others = filter.values.filter((one) => one !== value);
        onChange({ ...filter, values: others.length < filter.values.length ? others : [...others, value] });
      };
      return (
        <ChoiceList
          label={name}
          options={options.options}
          chosen={filter.values}
          onPick={pick}
          onSearch={options.onSearch}
        />
      );
    }
    case 'days':
      return (
        <div className="filter-days">
          {DAYS.map((days) => (
            <Button
              key={days}
              size="small"
              type={first === String(days) ? 'primary' : 'default'}
              onClick={() => finish(String(days))}
            >
              {t('filter.days', { count: days })}
            </Button>
          ))}
          <NumberValue label={name} value={first} onDone={finish} />
        </div>
      );
    case 'times':
      return <TimesValue label={name} values={filter.values} onDone={(values) => onFinish({ ...filter, values })} />;
    case 'date':
      return (
        <DatePicker
          autoFocus
          open
          aria-label={name}
          value={first ? dayjs(first) : null}
          onChange={(day) => finish(day ? day.format('YYYY-MM-DD') : '')}
          getPopupContainer={(trigger) => trigger.parentElement ?? document.body}
        />
      );
    case 'number':
      return <NumberValue label={name} value={first} onDone={finish} />;
    case 'money':
      return <NumberValue label={name} value={first} prefix="¥" onDone={finish} />;
    case 'text':
      return (
        <TextValue
          label={name}
          value={filter.values.join('，')}
          onDone={(words) => onFinish({ ...filter, values: takesMany(filter.operator) ? splitWords(words) : [words] })}
        />
      );
  }
}

interface ValueProps {
  label: string;
  value: string;
  prefix?: string;
  onDone: (value: string) => void;
}

function NumberValue({ label, value, prefix, onDone }: ValueProps) {
  const [typed, setTyped] = useState(value);
  return (
    <form
      className="filter-value"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(typed);
      }}
    >
      <InputNumber
        autoFocus
        min={0}
        precision={0}
        prefix={prefix}
        aria-label={label}
        value={typed === '' ? null : Number(typed)}
        onChange={(next) => setTyped(next === null ? '' : String(next))}
      />
      <Apply />
    </form>
  );
}

interface TimesProps {
  label: string;
  values: string[];
  onDone: (values: string[]) => void;
}

/** How often, and in how many days. */
function TimesValue({ label, values, onDone }: TimesProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState([values[0] ?? '1', values[1] ?? '90']);
  const box = (place: 0 | 1, suffix: string) => (
    <InputNumber
      autoFocus={place === 0}
      min={0}
      precision={0}
      suffix={suffix}
      aria-label={`${label} ${suffix}`}
      value={Number(typed[place])}
      onChange={(next) => setTyped(typed.map((old, at) => (at === place ? String(next ?? 0) : old)))}
    />
  );
  return (
    <form
      className="filter-value"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(typed);
      }}
    >
      {box(0, t('rules.unit.times'))}
      {box(1, t('rules.days'))}
      <Apply />
    </form>
  );
}

function TextValue({ label, value, onDone }: ValueProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  return (
    <form
      className="filter-value"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(typed.trim());
      }}
    >
      <Input
        autoFocus
        aria-label={label}
        placeholder={t('filter.valueText')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Apply />
    </form>
  );
}

/** Several words typed into one box, separated as people separate them. */
function splitWords(words: string): string[] {
  return words
    .split(/[,，、;；]/)
    .map((word) => word.trim())
    .filter(Boolean);
}

function Apply() {
  const { t } = useTranslation();
  return (
    <Button type="primary" htmlType="submit">
      {t('common.done')}
    </Button>
  );
}
