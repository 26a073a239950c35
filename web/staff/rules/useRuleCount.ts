// How many a rule chooses, asked anew whenever it stands still and is whole.
import { useQuery } from '@tanstack/react-query';
import type { RuleCount } from '../../shared/api/types';
import { api } from '../../shared/client';
import { useSettled } from '../../shared/settled';
import { type Group, isWhole, write } from './tree';

const PAUSE = 250;

export function useRuleCount(root: Group) {
  const written = useSettled(isWhole(root) ? JSON.stringify(write(root)) : '', PAUSE);
  const count = useQuery<RuleCount>({
    queryKey: ['customers', 'count', { rule: written }],
    queryFn: ({ signal }) => api.post<RuleCount>('/customers/count', { rule: JSON.parse(written) }, { signal }),
    enabled: written !== '',
    retry: false,
    placeholderData: (old) => (written === '' ? undefined : old),
  });
  return { count, isAsked: written !== '' };
}
