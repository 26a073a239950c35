// Changing one customer where they stand in the list.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerRow, CustomerView, Ref, Stage } from '../../shared/api/types';
import { api } from '../../shared/client';
import type { Pages } from '../../shared/paging';
import { keyOf, useWrite } from '../../shared/queries';
import type { StaffOption } from '../../shared/ui/StaffSelect';
import type { InlineField } from './InlineEdit';

interface InlineChange {
  row: CustomerRow;
  field: InlineField;
  value: string | null;
}

/** Shows the change at once and takes it back when the server refuses. */
export function useInlineEdit(patch: Pages<CustomerRow>['patch']) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const change = useWrite<InlineChange, CustomerView>({
    deed: ({ row, field, value }) =>
      api.patch<CustomerView>(
        `/customers/${row.id}`,
        { [field === 'stage' ? 'stage' : `${field}_id`]: value },
        { version: row.version },
      ),
    touches: ({ row }) => [['customers', row.id]],
    done: () => t('common.saved'),
    onDone: ({ stage, consultant, advisor, version }, { row }) =>
      patch(row.id, { stage, consultant, advisor, version }),
    onProblem: (problem, { row }) => {
      patch(row.id, row);
      if (problem.status === 412) void client.invalidateQueries({ queryKey: ['customers'] });
      return false;
    },
  });
  const { mutate } = change;
  return useCallback(
    (row: CustomerRow, field: InlineField, value: string | null) => {
      const person = value
        ? knownStaff(client.getQueriesData<StaffOption[]>({ queryKey: keyOf('/staff/choices').slice(0, -1) }), value)
        : null;
      patch(row.id, field === 'stage' ? { stage: value as Stage } : { [field]: person });
      mutate({ row, field, value });
    },
    [client, mutate, patch],
  );
}

function knownStaff(lists: [unknown, StaffOption[] | undefined][], id: string): Ref | null {
  return lists.flatMap(([, people]) => people ?? []).find((one) => one.id === id) ?? null;
}
