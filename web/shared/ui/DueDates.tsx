// What is due for a car and when: red when passed, amber when near.
import { useTranslation } from 'react-i18next';
import type { Due } from '../api/types';
import { date, kilometres, relativeDay } from '../format';
import './vehicle.css';

export function DueDates({ due }: { due: Due[] }) {
  const { t } = useTranslation();
  if (due.length === 0) return null;
  return (
    <ul className="due-dates">
      {due.map(({ kind, on, km, state }) => (
        <li key={kind} className={state}>
          <span className="muted">{t(`due.${kind}`)}</span>
          <b>{relativeDay(on)}</b>
          <span className="num">
            {date(on)}
            {km !== null && ` ${t('due.km', { km: kilometres(km) })}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
