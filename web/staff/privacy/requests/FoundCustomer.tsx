// Saying which customer a request is about.
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRequestView } from '../../../shared/api/types';
import { CustomerSelect } from '../../../shared/ui/CustomerSelect';
import { useRequestWrite } from './useRequestWrite';

export function FoundCustomer({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const find = useRequestWrite<{ customer_id: string }>(request, {
    method: 'put',
    part: 'customer',
    onDone: () => setOpen(false),
  });
  if (!request.can.includes('find_customer')) return null;
  if (!isOpen) {
    return (
      <Button size="small" type="link" onClick={() => setOpen(true)}>
        {t(request.customer ? 'requests.otherCustomer' : 'requests.findCustomer')}
      </Button>
    );
  }
  return (
    <CustomerSelect
      autoFocus
      aria-label={t('requests.field.customer')}
      style={{ width: '100%' }}
      loading={find.isPending}
      onChange={(id) => id && find.mutate({ customer_id: id })}
    />
  );
}
