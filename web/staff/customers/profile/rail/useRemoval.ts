// Taking a contact or an address away, after asking.
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../../shared/client';
import { useCustomerDeed } from '../deeds';

export function useRemoval<Part extends { id: string }>(
  customerId: string,
  noun: 'contacts' | 'addresses',
  question: string,
): (part: Part) => void {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const remove = useCustomerDeed<Part>(
    customerId,
    (part) => api.remove(`/customers/${customerId}/${noun}/${part.id}`),
    t('common.deleted'),
  );
  return (part) =>
    void modal.confirm({
      title: question,
      okText: t('common.delete'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutate(part),
    });
}
