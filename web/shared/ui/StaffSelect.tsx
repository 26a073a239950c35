// Choosing a colleague by name, login or pinyin; the server searches.
import { useQuery } from '@tanstack/react-query';
import { Select, type SelectProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ref, StoreRef } from '../api/types';
import { read } from '../queries';
import { useSettled } from '../settled';
import { Person } from './faces';

/** A colleague as the server offers them for choosing. */
export interface StaffOption extends Ref {
  title?: string | null;
  store?: StoreRef | null;
}

interface StaffSelectProps extends Omit<SelectProps<string | null>, 'options' | 'onSearch' | 'onChange'> {
  /** Who the value is, while the choices have not been asked for. */
  known?: Ref | null;
  onChange?: (id: string | null) => void;
  /** The same choice with the name. */
  onChoose?: (person: Ref | null) => void;
}

export function StaffSelect({ known, onChange, onChoose, ...select }: StaffSelectProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const q = useSettled(words, 120);
  const { data, isFetching } = useQuery({
    ...read<StaffOption[]>('/staff/choices', { q }),
    staleTime: 60_000,
    placeholderData: (old) => old,
  });
  const found = data ?? [];
  const everyone = known && !words && !found.some((one) => one.id === known.id) ? [known, ...found] : found;
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setWords }}
      placeholder={t('filter.value')}
      loading={isFetching}
      notFoundContent={t('filter.noOptions')}
      labelRender={({ value }) => {
        const person = everyone.find((one) => one.id === value);
        return person ? <Person person={person} /> : null;
      }}
      {...select}
      onChange={(id) => {
        onChange?.(id ?? null);
        onChoose?.(everyone.find((one) => one.id === id) ?? null);
      }}
      options={everyone.map((one: StaffOption) => ({
        value: one.id,
        title: one.name,
        label: (
          <span className="staff-option">
            <Person person={one} />
            {one.title && <span className="muted">{one.title}</span>}
          </span>
        ),
      }))}
    />
  );
}
