// Choosing a customer by name, phone, plate or number; the server searches.
import { useQuery } from '@tanstack/react-query';
import { Select, type SelectProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ref, SearchAnswer } from '../api/types';
import { read } from '../queries';
import { useSettled } from '../settled';
import { Person } from './faces';

interface CustomerSelectProps extends Omit<SelectProps<string | null>, 'options' | 'onChange'> {
  /** Who the value is, before anything has been searched. */
  known?: Ref | null;
  onChange?: (id: string | null) => void;
}

export function CustomerSelect({ known, onChange, ...select }: CustomerSelectProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const q = useSettled(words.trim(), 150);
  const { data, isFetching } = useQuery({
    ...read<SearchAnswer>('/search', { q, limit: 12 }),
    enabled: q !== '',
    placeholderData: (old) => old,
  });
  const found = q ? (data?.hits ?? []) : [];
  const options = found.flatMap((hit) =>
    hit.kind === 'customer' ? [{ id: hit.id, name: hit.title, about: hit.subtitle }] : [],
  );
  const everyone = known && !options.some((one) => one.id === known.id) && !q ? [{ ...known, about: '' }] : options;
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setWords }}
      allowClear
      loading={isFetching && q !== ''}
      notFoundContent={q ? t('filter.noOptions') : null}
      placeholder={t('tasks.customerHint')}
      {...select}
      onChange={(id) => onChange?.(id ?? null)}
      options={everyone.map((one) => ({
        value: one.id,
        title: one.name,
        label: (
          <span className="staff-option">
            <Person person={one} />
            {one.about && <span className="muted cut">{one.about}</span>}
          </span>
        ),
      }))}
    />
  );
}
