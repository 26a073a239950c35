// Who sees to a request, and giving it to somebody else.
import { useTranslation } from 'react-i18next';
import type { PersonRequestView } from '../../../shared/api/types';
import { Person } from '../../../shared/ui/faces';
import { StaffSelect } from '../../../shared/ui/StaffSelect';
import { useRequestWrite } from './useRequestWrite';

export function Assignee({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  const give = useRequestWrite<{ assignee_id: string }>(request, { method: 'put', part: 'assignee' });
  if (!request.can.includes('hand_over')) {
    return request.assignee ? (
      <Person person={request.assignee} />
    ) : (
      <span className="muted">{t('requests.nobody')}</span>
    );
  }
  return (
    <StaffSelect
      aria-label={t('requests.column.assignee')}
      style={{ width: '100%' }}
      known={request.assignee ?? null}
      value={request.assignee?.id ?? null}
      placeholder={t('requests.nobody')}
      loading={give.isPending}
      onChange={(id) => id && id !== request.assignee?.id && give.mutate({ assignee_id: id })}
    />
  );
}
