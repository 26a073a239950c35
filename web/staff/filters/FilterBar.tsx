// The conditions of a list as chips in a row, and a way to add another.
import { Popover } from 'antd';
import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../shared/api/types';
import { useKeys } from '../../shared/keys';
import { ChoiceList } from './ChoiceList';
import { FilterChip } from './FilterChip';
import { type Filter, readFilter, startFilter, writeFilter } from './filter';

interface FilterBarProps {
  fields: Field[];
  filters: readonly string[];
  onChange: (filters: string[]) => void;
}

export function FilterBar({ fields, filters, onChange }: FilterBarProps) {
  const { t } = useTranslation();
  const [isAdding, setAdding] = useState(false);
  // A condition without a value yet: shown, but not asked of the server.
  const [draft, setDraft] = useState<Filter | null>(null);
  useKeys({ f: () => setAdding(true) });

  // Fields without operators can be shown in the list, not asked about.
  const usable = fields.filter((field) => field.operators.length > 0);
  const known = filters.flatMap((words, place) => {
    const filter = readFilter(words);
    const field = fields.find((one) => one.name === filter?.field);
    return filter && field ? [{ filter, field, place }] : [];
  });
  const replace = (place: number, filter: Filter | null) =>
    onChange(filters.flatMap((words, index) => (index !== place ? [words] : filter ? [writeFilter(filter)] : [])));
  const add = (name: string) => {
    setAdding(false);
    const field = fields.find((one) => one.name === name);
    if (field) setDraft(startFilter(field));
  };
  const draftField = draft && fields.find((one) => one.name === draft.field);
  return (
    <>
      {known.map(({ filter, field, place }) => (
        <FilterChip
          key={`${field.name} ${place}`}
          field={field}
          filter={filter}
          isNew={false}
          onChange={(next) => replace(place, next)}
          onRemove={() => replace(place, null)}
        />
      ))}
      {draft && draftField && (
        <FilterChip
          key={`new ${draft.field}`}
          field={draftField}
          filter={draft}
          isNew
          onSettle={(filter) => {
            setDraft(null);
            onChange([...filters, writeFilter(filter)]);
          }}
          onRemove={() => setDraft(null)}
        />
      )}
      <Popover
        open={isAdding}
        onOpenChange={setAdding}
        trigger="click"
        placement="bottomLeft"
        arrow={false}
        destroyOnHidden
        classNames={{ root: 'filter-popup' }}
        content={
          <div data-keyboard-owner>
            <ChoiceList
              label={t('filter.field')}
              options={usable.map(({ name }) => ({ value: name, name: t(`field.${name}`, { defaultValue: name }) }))}
              chosen={known.map(({ field }) => field.name)}
              onPick={add}
            />
          </div>
        }
      >
        <button type="button" className="chip dashed add-filter">
          <span>
            <ListFilter size={13} /> {t('filter.add')}
          </span>
        </button>
      </Popover>
      {known.length > 1 && (
        <button type="button" className="clear-filters muted" onClick={() => onChange([])}>
          {t('filter.clear')}
        </button>
      )}
    </>
  );
}
