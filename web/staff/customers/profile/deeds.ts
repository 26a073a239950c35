// Changing what belongs to a customer: contacts, addresses, tags, household, the star, the record itself.
import { useQueryClient } from '@tanstack/react-query';
import type { CustomerView, ProfileView } from '../../../shared/api/types';
import { api, type Problem } from '../../../shared/client';
import { keyOf, useWrite } from '../../../shared/queries';
import { type RecordEdit, useRecordEdit } from '../../../shared/ui/recordEdit';
import { useCustomerWords } from '../words';

/** Everything read about one customer, and the lists they stand in. */
export function touchedBy(id: string) {
  return [['customers', id], ['customers']];
}

/** Fields of the record that may be edited in place, in the order of the page. */
export const FIELDS = [
  'name',
  'kind',
  'stage',
  'gender',
  'birthday',
  'occupation',
  'consultant',
  'advisor',
  'source',
  'purpose',
  'use_scenario',
  'decision_style',
  'preferred_colour',
  'preferred_slot',
  'preferred_channel',
] as const;
export type CustomerField = (typeof FIELDS)[number];

export function useCustomerEdit(customer: CustomerView): RecordEdit {
  const words = useCustomerWords(FIELDS);
  const client = useQueryClient();
  return useRecordEdit<CustomerView>({
    path: `/customers/${customer.id}`,
    record: customer,
    ...words,
    onSaved: (view) =>
      client.setQueryData<ProfileView>(
        keyOf(`/customers/${customer.id}/profile`),
        (old) => old && { ...old, customer: view },
      ),
    touches: touchedBy(customer.id),
  });
}

export function useStar(customer: Pick<CustomerView, 'id' | 'is_starred'> | undefined) {
  const client = useQueryClient();
  const show = (id: string, is_starred: boolean) =>
    client.setQueryData<ProfileView>(
      keyOf(`/customers/${id}/profile`),
      (old) => old && { ...old, customer: { ...old.customer, is_starred } },
    );
  return useWrite({
    deed: async () => {
      if (!customer) return;
      const { id, is_starred } = customer;
      show(id, !is_starred);
      await (is_starred ? api.remove(`/customers/${id}/star`) : api.put(`/customers/${id}/star`));
    },
    touches: () => (customer ? touchedBy(customer.id) : []),
    onProblem: () => {
      if (customer) show(customer.id, customer.is_starred);
      return false;
    },
  });
}

/** A plain deed on one customer: says when it is done, reads the customer again. */
export function useCustomerDeed<Form = void>(
  id: string,
  deed: (form: Form) => Promise<unknown>,
  done?: string,
  onProblem?: (problem: Problem, form: Form) => boolean,
) {
  return useWrite<Form>({
    deed,
    touches: () => touchedBy(id),
    ...(done ? { done: () => done } : {}),
    ...(onProblem ? { onProblem } : {}),
  });
}
