// The targets of an import as the choices of a select, by what they tell of.
import type { TFunction } from 'i18next';
import type { TargetView } from '../../shared/api/types';
import { fieldWords } from './fields';

export function groupedTargets(targets: TargetView[], t: TFunction) {
  const groups = [...new Set(targets.map(({ group }) => group))];
  return groups.map((group) => ({
    label: t(`importing.groups.${group}`),
    title: group,
    options: targets
      .filter((target) => target.group === group)
      .map(({ field, required }) => ({ value: field, label: `${fieldWords(field, t)}${required ? ' *' : ''}` })),
  }));
}
