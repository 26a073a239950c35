// When the server wants a proof for a change, the change is asked for instead and its dialog opens.
import { useState } from 'react';
import type { PendingChangeView } from '../../shared/api/types';
import { api, type Problem } from '../../shared/client';
import { useWrite } from '../../shared/queries';
import { VerifyDialog } from './VerifyDialog';

export interface Wish {
  field: PendingChangeView['field'];
  deed: PendingChangeView['deed'];
  contact_id?: string;
  value?: string;
}

export function useProof(customerId: string) {
  const [open, setOpen] = useState<string | null>(null);
  const ask = useWrite<Wish, PendingChangeView>({
    deed: (wish) => api.post(`/customers/${customerId}/pending-changes`, wish),
    touches: () => [['pending-changes']],
    onDone: (change) => setOpen(change.id),
  });
  return {
    /** True when the refusal is answered by asking for the change. */
    askInstead: (problem: Problem, wish: Wish | null): boolean => {
      if (problem.code !== 'change.needs_proof' || !wish) return false;
      ask.mutate(wish);
      return true;
    },
    dialog: open && <VerifyDialog changeId={open} onClose={() => setOpen(null)} />,
  };
}
