// How the fields of a customer are sent to the server and written in questions about them.
import { useTranslation } from 'react-i18next';
import type { Ref } from '../../shared/api/types';
import { attributeName, attributeValue } from '../../shared/ui/timeline/attribute';

/** `watched`: the fields whose change by a colleague is worth telling about. */
export function useCustomerWords(watched: readonly string[]) {
  const { t } = useTranslation();
  return {
    watched,
    wire: (field: string, value: unknown): [string, unknown] =>
      field === 'consultant' || field === 'advisor'
        ? [`${field}_id`, (value as Ref | null)?.id ?? null]
        : [field, value],
    nameOf: (field: string) => attributeName(field, t),
    show: (field: string, value: unknown) => attributeValue(field, value, t) ?? t('common.none'),
  };
}
