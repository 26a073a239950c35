// One condition in three parts, each of which can be changed: field, operator, value.
import { Dropdown, Popover } from 'antd';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../shared/api/types';
import { FilterEditor } from './FilterEditor';
import { editorOf, type Filter, isComplete, valueWords, withOperator } from './filter';
import { useOptions } from './options';

interface FilterChipProps {
  field: Field;
  filter: Filter;
  /** Whether it has just been added and wants its value. */
  isNew: boolean;
  /** Called with every complete condition while it is being edited. */
  onChange?: (filter: Filter) => void;
  /** Called once when its editor closes on a complete condition. */
  onSettle?: (filter: Filter) => void;
  onRemove: () => void;
}

export function FilterChip({ field, filter, isNew, onChange, onSettle, onRemove }: FilterChipProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(isNew);
  // While it is open the condition may be incomplete, which nobody else needs to see.
  const [edited, setEdited] = useState<Filter | null>(null);
  const options = useOptions(field);
  const present = edited ?? filter;
  const name = t(`field.${field.name}`, { defaultValue: field.name });
  const hasValue = editorOf(field, present.operator) !== 'none';
  const words = valueWords(present, field, options.nameOf, t);

  const change = (next: Filter) => {
    setEdited(next);
    if (isComplete(next)) onChange?.(next);
  };
  const settle = (last: Filter) => {
    setOpen(false);
    setEdited(null);
    if (!isComplete(last)) return onRemove();
    onChange?.(last);
    onSettle?.(last);
  };
  const chooseOperator = (operator: string) => {
    const next = withOperator(present, field, operator);
    if (editorOf(field, operator) === 'none') return settle(next);
    change(next);
    if (!isComplete(next)) setOpen(true);
  };
  return (
    <span className="chip" role="group" aria-label={name}>
      <span>{name}</span>
      <Dropdown
        trigger={['click']}
        menu={{
          items: field.operators.map((operator) => ({ key: operator, label: operatorWords(operator) })),
          selectable: true,
          selectedKeys: [present.operator],
          onClick: ({ key }) => chooseOperator(key),
        }}
      >
        <button type="button" className="operator">
          {operatorWords(present.operator)}
        </button>
      </Dropdown>
      {hasValue && (
        <Popover
          open={isOpen}
          onOpenChange={(open) => (open ? setOpen(true) : settle(present))}
          trigger="click"
          placement="bottomLeft"
          arrow={false}
          destroyOnHidden
          content={
            <div data-keyboard-owner>
              <FilterEditor field={field} filter={present} options={options} onChange={change} onFinish={settle} />
            </div>
          }
          classNames={{ root: 'filter-popup' }}
        >
          <button type="button" aria-label={t('filter.edit', { field: name })}>
            {words ? <span className="value cut">{words}</span> : <span className="muted">{t('filter.value')}</span>}
          </button>
        </Popover>
      )}
      <button type="button" className="remove" aria-label={t('filter.remove', { field: name })} onClick={onRemove}>
        <X size={13} />
      </button>
    </span>
  );

  function operatorWords(operator: string): string {
    return t(`operator.${operator}`, { defaultValue: operator });
  }
}
