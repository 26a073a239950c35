// A deed on a request: sent from the version one has seen, and everything it shows in is read again.
import { useTranslation } from 'react-i18next';
import type { PersonRequestView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useWrite } from '../../../shared/queries';

interface Deed {
  method: 'post' | 'put';
  /** After `/person-requests/{id}/`. */
  part: string;
  onDone?: () => void;
}

export function useRequestWrite<Form = void>(request: PersonRequestView, { method, part, onDone }: Deed) {
  const { t } = useTranslation();
  const path = `/person-requests/${request.id}/${part}`;
  return useWrite<Form, PersonRequestView>({
    deed: (form) => api[method]<PersonRequestView>(path, form ?? undefined, { version: request.version }),
    touches: () => [['person-requests'], ['tasks'], ...(request.customer ? [['customers', request.customer.id]] : [])],
    done: () => t('common.saved'),
    onDone: () => onDone?.(),
  });
}
