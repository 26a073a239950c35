// What customers can be filtered and sorted by, as the server tells it.
import { useQuery } from '@tanstack/react-query';
import type { Field } from '../../shared/api/types';
import { read } from '../../shared/queries';

const NONE: Field[] = [];

export function useCustomerFields(): Field[] {
  return useQuery({ ...read<Field[]>('/customers/fields'), staleTime: 600_000 }).data ?? NONE;
}
