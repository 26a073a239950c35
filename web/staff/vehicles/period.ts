// From when to when somebody had a car or a car had a plate.
import type { TFunction } from 'i18next';
import { date } from '../../shared/format';

/** `2023-08-12 至今`, `2019-03-02 – 2023-08-19`; nothing when neither end is known. */
export function periodWords(since: string | null, until: string | null, t: TFunction): string {
  if (until) return `${since ? date(since) : ''} – ${date(until)}`.trim();
  return since ? t('vehicle.untilNow', { since: date(since) }) : '';
}
