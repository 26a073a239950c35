// The totals of an import as figures, in the words of its state.
import type { TFunction } from 'i18next';
import type { ImportView } from '../../shared/api/types';
import { number } from '../../shared/format';
import type { Figure } from '../../shared/ui/Progress';

export function figuresOf(view: Pick<ImportView, 'state' | 'totals'>, t: TFunction): Figure[] {
  const { created, updated, duplicate, unchanged, failed, alike = 0 } = view.totals;
  const isTrial = view.state === 'checking' || view.state === 'checked';
  return [
    { label: t(isTrial ? 'importing.figure.willCreate' : 'importing.figure.created'), value: number(created) },
    { label: t(isTrial ? 'importing.figure.willUpdate' : 'importing.figure.updated'), value: number(updated) },
    ...(alike > 0 ? [{ label: t('importing.figure.alike'), value: number(alike), tone: 'amber' }] : []),
    { label: t('importing.figure.duplicate'), value: number(duplicate) },
    { label: t('importing.figure.unchanged'), value: number(unchanged) },
    { label: t('importing.figure.failed'), value: number(failed), tone: failed > 0 ? 'red' : undefined },
  ];
}
