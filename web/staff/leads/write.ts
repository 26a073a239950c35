// Deeds on one lead: sent from the version one has seen, with everything they make old.
import type { QueryKey } from '@tanstack/react-query';
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
}

export function useLeadWrite<Form = void>(lead: LeadView, { deed, done, onDone }: LeadWrite<Form>) {
  return useWrite<Form, LeadView>({
    deed,
    done,
    touches: () => touchedBy(lead),
    onDone: () => onDone?.(),
  });
}
