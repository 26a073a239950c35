// Deeds on one lead: sent from the version one has seen, with everything they make old.
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import type { LeadView } from '../../shared/api/types';
import { useWrite } from '../../shared/queries';

/** What any change of this lead makes old. */
export function touchedBy(lead: Pick<LeadView, 'customer'>): QueryKey[] {
  return [['leads'], ['tasks'], ['home'], ['customers', lead.customer.id]];
}

interface LeadWrite<Form> {
  deed: (form: Form) => Promise<LeadView>;
  done: (lead: LeadView) => string;
  onDone?: () => void;
  /** Somebody changed it meanwhile; it is read again. */
  onStale?: () => void;
}

export function useLeadWrite<Form = void>(lead: LeadView, { deed, done, onDone, onStale }: LeadWrite<Form>) {
  const client = useQueryClient();
  return useWrite<Form, LeadView>({
    deed,
    done,
    touches: () => touchedBy(lead),
    onDone: () => onDone?.(),
    onProblem: ({ status }) => {
      if (status === 412) {
        void client.invalidateQueries({ queryKey: ['leads'] });
        onStale?.();
      }
      return false;
    },
  });
}
