// Changing one customer where they stand in the list.
import { useCallback, useEffect, useRef } from 'react';
import type { CustomerRow, Ref, Stage } from '../../shared/api/types';
import type { Pages } from '../../shared/paging';
import { useVersionedSave } from '../../shared/ui/recordEdit';
import type { InlineField } from './InlineEdit';
import { useCustomerWords } from './words';

const FIELDS: readonly InlineField[] = ['stage', 'consultant', 'advisor'];
type Shown = Pick<CustomerRow, InlineField | 'version'>;

/** Shows the change at once and takes it back when the server refuses; asks when a colleague changed the same. */
export function useInlineEdit(patch: Pages<CustomerRow>['patch']) {
  const { save, dialog } = useVersionedSave<Shown>(useCustomerWords(FIELDS));
  // The columns of the list are drawn anew when what they call changes.
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  const onEdit = useCallback(
    (row: CustomerRow, field: InlineField, value: Stage | Ref | null) => {
      patch(row.id, { [field]: value });
      void latest.current({ [field]: value }, row, {
        path: `/customers/${row.id}`,
        onSaved: ({ stage, consultant, advisor, version }) => patch(row.id, { stage, consultant, advisor, version }),
        onRefused: () => patch(row.id, { [field]: row[field] }),
        touches: [['customers', row.id]],
      });
    },
    [patch],
  );
  return { onEdit, dialog };
}
