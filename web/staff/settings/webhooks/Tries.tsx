// What calls were answered: one line per attempt, with the beginning of the answer.
import { useTranslation } from 'react-i18next';
import type { DeliveryAttempt } from '../../../shared/api/types';
import { dateTime, number } from '../../../shared/format';

export function Tries({ tries }: { tries: DeliveryAttempt[] }) {
  const { t } = useTranslation();
  if (tries.length === 0) return <p className="second">{t('webhooks.noTries')}</p>;
  return (
    <ol className="tries">
      {tries.map((attempt) => (
        <li key={attempt.at}>
          <span className={attempt.fault ? 'late' : 'good'}>
            {[attempt.status, attempt.fault && t(`webhooks.fault.${attempt.fault}`)].filter(Boolean).join(' · ')}
          </span>
          <span className="second num">
            {dateTime(attempt.at)} · {t('webhooks.took', { milliseconds: number(attempt.milliseconds) })}
          </span>
          {attempt.answer && <pre>{attempt.answer}</pre>}
        </li>
      ))}
    </ol>
  );
}
