// The choices behind a field: from the field itself, the staff, the stores, or the tags.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, TagGroupView } from '../../shared/api/types';
import { read } from '../../shared/queries';
import { useSettled } from '../../shared/settled';
import type { StaffOption } from '../../shared/ui/StaffSelect';
import { useSession } from '../session/session';
import { choiceWords, USUAL } from './words';

export interface Option {
  value: string;
  name: string;
  /** A heading it stands under. */
  group?: string;
  colour?: string;
  isPerson?: boolean;
  /** A tag that keeps itself: it can be asked for, not put on. */
  isRuled?: boolean;
}

export interface Options {
  options: Option[];
  /** What a chosen value is called, also when it is not among the options now. */
  nameOf: (value: string) => string;
  /** Set when the server searches; otherwise the list is filtered where it stands. */
  onSearch?: (words: string) => void;
}

export function useOptions(field: Field): Options {
  const { t } = useTranslation();
  const { stores } = useSession();
  const staff = useStaff(field.kind === 'staff');
  const tags = useQuery({ ...read<TagGroupView[]>('/tags'), enabled: field.kind === 'tag', staleTime: 60_000 });
  const options = ((): Option[] => {
    switch (field.kind) {
      case 'staff':
        return staff.found.map((one) => ({ value: one.id, name: one.name, isPerson: true }));
      case 'store':
        return stores.map((store) => ({ value: store.id, name: store.name }));
      case 'tag':
        return (tags.data ?? []).flatMap((group) =>
          group.tags.map((tag) => ({
            value: tag.id,
            name: tag.name,
            group: group.name,
            colour: tag.colour,
            isRuled: tag.rule !== null,
          })),
        );
      case 'flag':
        return ['true', 'false'].map((value) => ({ value, name: choiceWords(field.name, value, t) }));
      default:
        return (field.options.length > 0 ? field.options : (USUAL[field.name] ?? [])).map((value) => ({
          value,
          name: choiceWords(field.name, value, t),
        }));
    }
  })();
  const isNamedElsewhere = ['staff', 'store', 'tag'].includes(field.kind);
  const nameOf = (value: string) =>
    [...options, ...staff.everyone].find((option) => option.value === value)?.name ??
    (isNamedElsewhere ? '…' : choiceWords(field.name, value, t));
  return { options, nameOf, ...(field.kind === 'staff' ? { onSearch: staff.onSearch } : {}) };
}

function useStaff(isWanted: boolean) {
  const [words, onSearch] = useState('');
  const q = useSettled(words, 120);
  const common = { enabled: isWanted, staleTime: 60_000 };
  const everyone = useQuery({ ...read<StaffOption[]>('/staff/choices', { q: '' }), ...common });
  const found = useQuery({ ...read<StaffOption[]>('/staff/choices', { q }), ...common, placeholderData: (old) => old });
  return {
    found: found.data ?? [],
    everyone: (everyone.data ?? []).map((one) => ({ value: one.id, name: one.name })),
    onSearch,
  };
}
