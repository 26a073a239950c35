// One condition of a rule: its field, how it is compared, and the value.
import { Select } from 'antd';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../shared/api/types';
import { type Filter, startFilter, withOperator } from '../filters/filter';
import { RuleValue } from './RuleValue';
import type { Line } from './tree';

interface RuleLineProps {
  line: Line;
  fields: Field[];
  fault: string | undefined;
  isOff: boolean;
  asksRuledTags: boolean;
  menu: ReactNode;
  onKeyDown: (event: KeyboardEvent) => void;
  onChange: (filter: Filter) => void;
}

const TOPICS: Field['topic'][] = ['basic', 'intention', 'behaviour', 'vehicle'];

export function RuleLine({ line, fields, fault, isOff, asksRuledTags, menu, onKeyDown, onChange }: RuleLineProps) {
  const { t } = useTranslation();
  const { filter } = line;
  const field = fields.find((one) => one.name === filter.field);
  // In a list the field is the customer, in a rule their name.
  const nameOf = (one: Field) =>
    one.name === 'name' ? t('rules.name') : t(`field.${one.name}`, { defaultValue: one.name });
  const byTopic = TOPICS.map((topic) => ({
    label: t(`rules.topic.${topic}`),
    title: t(`rules.topic.${topic}`),
    options: fields
      .filter((one) => one.topic === topic)
      .map((one) => ({ value: one.name, label: nameOf(one), title: nameOf(one) })),
  }));
  return (
    <div
      className={fault ? 'rule-line wrong' : 'rule-line'}
      role="group"
      onKeyDown={onKeyDown}
      aria-label={field ? nameOf(field) : t('rules.field')}
    >
      <Select<string>
        className="rule-field"
        disabled={isOff}
        aria-label={t('rules.field')}
        value={filter.field || null}
        showSearch={{ optionFilterProp: 'title' }}
        popupMatchSelectWidth={220}
        options={byTopic}
        onChange={(name) => {
          const next = fields.find((one) => one.name === name);
          if (next) onChange(startFilter(next));
        }}
      />
      {field && (
        <>
          <Select<string>
            className="rule-operator"
            disabled={isOff}
            aria-label={t('rules.operator')}
            value={filter.operator}
            popupMatchSelectWidth={false}
            options={field.operators.map((operator) => ({ value: operator, label: t(`operator.${operator}`) }))}
            onChange={(operator) => onChange(withOperator(filter, field, operator))}
          />
          <RuleValue field={field} filter={filter} isOff={isOff} asksRuledTags={asksRuledTags} onChange={onChange} />
        </>
      )}
      {menu}
      {fault && (
        <p className="rule-fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
