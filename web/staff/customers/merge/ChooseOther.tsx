// Which other record is the same customer: found by search, then shown side by side.
import { useNavigate } from '@tanstack/react-router';
import { Form, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '../../../shared/api/types';
import { CustomerSelect } from '../../../shared/ui/CustomerSelect';

interface ChooseOtherProps {
  customer: Ref;
  isOpen: boolean;
  onClose: () => void;
}

export function ChooseOther({ customer, isOpen, onClose }: ChooseOtherProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [other, setOther] = useState<string | null>(null);
  const isItself = other === customer.id;
  return (
    <Modal
      open={isOpen}
      title={t('merge.pickTitle')}
      okText={t('merge.pick')}
      okButtonProps={{ disabled: !other || isItself }}
      onCancel={onClose}
      onOk={() => other && void navigate({ to: '/customers/$id/merge/$other', params: { id: customer.id, other } })}
      destroyOnHidden
    >
      <Form layout="vertical">
        <Form.Item
          label={t('merge.pickHint')}
          htmlFor="merge-other"
          validateStatus={isItself ? 'error' : ''}
          help={isItself ? t('merge.itself') : null}
        >
          <CustomerSelect id="merge-other" autoFocus value={other} onChange={setOther} style={{ width: '100%' }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
