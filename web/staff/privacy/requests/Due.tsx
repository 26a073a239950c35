// The term of a request: its last day, and how many working days are left.
import { useTranslation } from 'react-i18next';
import type { PersonRequestRow } from '../../../shared/api/types';
import { date } from '../../../shared/format';

const TONE = { green: 'calm', amber: 'amber', red: 'red' } as const;

export function Due({ request }: { request: PersonRequestRow }) {
  const { t } = useTranslation();
  const left = request.working_days_left;
  return (
    <span className={`request-due ${TONE[request.sla]}`}>
      <i aria-hidden />
      <span>
        {date(request.due_on)}
        {left !== null && left !== undefined && (
          <span className="second">
            {left >= 0 ? t('requests.left', { count: left }) : t('requests.over', { count: -left })}
          </span>
        )}
      </span>
    </span>
  );
}
