// The targets of an import as the choices of a select, by what they tell of.
import type { TFunction } from 'i18next';
import type { ImportField, TargetView } from '../../shared/api/types';
import { fieldWords, keyOfTarget, type TargetKey } from './fields';

/** The choices of a select; `keyFor` says what is chosen with one. */
function grouped<Value>(targets: TargetView[], keyFor: (target: TargetView) => Value, t: TFunction) {
  const groups = [...new Set(targets.map(({ group }) => group))];
  return groups.map((group) => ({
    label: t(`importing.groups.${group}`),
    title: group,
    options: targets
      .filter((target) => target.group === group)
      .map((target) => ({
        value: keyFor(target),
        label: `${target.purpose?.name ?? fieldWords(target.field, t)}${target.required ? ' *' : ''}`,
      })),
  }));
}

/** What a column may be: a field, or an answer for one of the group's purposes. */
export function columnChoices(targets: TargetView[], t: TFunction) {
  return grouped<TargetKey>(targets, ({ field, purpose }) => keyOfTarget(field, purpose?.code), t);
}

/** What may have one value for all rows. */
export function fieldChoices(targets: TargetView[], t: TFunction) {
  return grouped<ImportField>(targets, ({ field }) => field, t);
}
