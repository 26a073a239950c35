// Taking a contact or an address away, after asking.
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, type Problem } from '../../../../shared/client';
import { useCustomerDeed } from '../deeds';

export function useRemoval<Part extends { id: string }>(
  customerId: string,
  noun: 'contacts' | 'addresses',
  question: string,
  onProblem?: (problem: Problem, part: Part) => boolean,
): (part: Part) => void {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const remove = useCustomerDeed<Part>(
    customerId,
    (part) => api.remove(`/customers/${customerId}/${noun}/${part.id}`),
    t('common.deleted'),
    onProblem,
  );
  return (part) =>
    void modal.confirm({
      title: question,
      okText: t('common.delete'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutate(part),
    });
}
