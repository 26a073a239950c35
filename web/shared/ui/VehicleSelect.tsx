// Choosing a car by plate, VIN, number or owner; the server searches. What is offered stands there before anything is typed.
import { useQuery } from '@tanstack/react-query';
import { Select, type SelectProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchAnswer } from '../api/types';
import { read } from '../queries';
import { useSettled } from '../settled';

export interface OfferedVehicle {
  id: string;
  name: string;
  about: string;
}

interface VehicleSelectProps extends Omit<SelectProps<string | null>, 'options' | 'onChange'> {
  offered: OfferedVehicle[];
  /** The car that is not meant. */
  except: string;
  onChange?: (id: string | null) => void;
}

export function VehicleSelect({ offered, except, onChange, ...select }: VehicleSelectProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const q = useSettled(words.trim(), 150);
  const { data, isFetching } = useQuery({
    ...read<SearchAnswer>('/search', { q, limit: 12 }),
    enabled: q !== '',
    placeholderData: (old) => old,
  });
  const found = (data?.hits ?? []).flatMap((hit) =>
    hit.kind === 'vehicle' && hit.id !== except ? [{ id: hit.id, name: hit.title, about: hit.subtitle }] : [],
  );
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setWords }}
      allowClear
      loading={isFetching && q !== ''}
      notFoundContent={q ? t('filter.noOptions') : null}
      {...select}
      onChange={(id) => onChange?.(id ?? null)}
      options={(q ? found : offered).map(({ id, name, about }) => ({
        value: id,
        title: name,
        label: (
          <span className="staff-option">
            {name}
            {about && <span className="muted cut">{about}</span>}
          </span>
        ),
      }))}
    />
  );
}
