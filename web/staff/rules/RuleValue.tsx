// The value of a condition, with the editor its field asks for.
import { DatePicker, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../shared/api/types';
import { editorOf, type Filter, takesMany } from '../filters/filter';
import { useOptions } from '../filters/options';

interface RuleValueProps {
  field: Field;
  filter: Filter;
  isOff: boolean;
  asksRuledTags: boolean;
  onChange: (filter: Filter) => void;
}

export function RuleValue(props: RuleValueProps) {
  const { field, filter, isOff, onChange } = props;
  const { t } = useTranslation();
  const label = t('rules.value');
  const [first = ''] = filter.values;
  const set = (...values: string[]) => onChange({ ...filter, values: values.filter((value) => value !== '') });
  const number = (
    value: string,
    onNumber: (value: string) => void,
    more: { prefix?: string; suffix?: string; label?: string },
  ) => (
    <InputNumber
      className="rule-number"
      disabled={isOff}
      min={0}
      precision={0}
      aria-label={more.label ?? label}
      value={value === '' ? null : Number(value)}
      {...(more.prefix ? { prefix: more.prefix } : {})}
      {...(more.suffix ? { suffix: more.suffix } : {})}
      onChange={(next) => onNumber(next === null ? '' : String(next))}
    />
  );
  switch (editorOf(field, filter.operator)) {
    case 'none':
      return null;
    case 'list':
      return <Choices {...props} />;
    case 'days':
      return number(first, (value) => set(value), { suffix: t('rules.days') });
    case 'money':
      return number(first, (value) => set(value), { prefix: '¥' });
    case 'number':
      return number(first, (value) => set(value), { suffix: t(`rules.unit.${field.unit}`) });
    case 'times': {
      const [times = '', days = ''] = filter.values;
      return (
        <span className="rule-times">
          {number(times, (value) => set(value || '0', days), { suffix: t('rules.unit.times') })}
          {number(days, (value) => set(times || '0', value), {
            prefix: t('rules.inLast'),
            suffix: t('rules.days'),
            label: t('rules.inDays'),
          })}
        </span>
      );
    }
    case 'date':
      return (
        <DatePicker
          className="rule-date"
          disabled={isOff}
          aria-label={label}
          value={first ? dayjs(first) : null}
          onChange={(day) => set(day ? day.format('YYYY-MM-DD') : '')}
        />
      );
    case 'text':
      if (takesMany(filter.operator)) return <Choices {...props} isFree />;
      return (
        <Input
          className="rule-text"
          disabled={isOff}
          aria-label={label}
          placeholder={t('filter.valueText')}
          value={first}
          maxLength={200}
          onChange={(event) => onChange({ ...filter, values: event.target.value === '' ? [] : [event.target.value] })}
        />
      );
  }
}

function Choices({
  field,
  filter,
  isOff,
  asksRuledTags,
  onChange,
  isFree = false,
}: RuleValueProps & { isFree?: boolean }) {
  const { t } = useTranslation();
  const { options, nameOf, onSearch } = useOptions(field);
  const isMany = takesMany(filter.operator);
  // A chosen one that is not among those offered now (somebody who was searched for) keeps its name.
  const strangers = filter.values.filter((value) => !options.some((option) => option.value === value));
  const asked = options.filter((option) => asksRuledTags || !option.isRuled);
  const offered = [...asked, ...strangers.map((value) => ({ value, name: nameOf(value) }))];
  const mode = isFree ? 'tags' : isMany ? 'multiple' : undefined;
  const search = { optionFilterProp: 'label', ...(onSearch ? { onSearch, filterOption: false } : {}) };
  return (
    <Select<string | string[]>
      className="rule-choices"
      disabled={isOff}
      aria-label={t('rules.value')}
      placeholder={t('filter.value')}
      {...(mode ? { mode } : {})}
      showSearch={search}
      maxTagCount="responsive"
      popupMatchSelectWidth={false}
      value={isMany ? filter.values : (filter.values[0] ?? null)}
      options={offered.map((option) => ({ value: option.value, label: option.name, title: option.name }))}
      onChange={(chosen) => onChange({ ...filter, values: [chosen ?? []].flat() })}
    />
  );
}
