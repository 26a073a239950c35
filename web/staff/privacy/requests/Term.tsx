// Giving a request a longer term, once, for a reason the person is told.
import { Button, Form, Input, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRequestView } from '../../../shared/api/types';
import { useRequestWrite } from './useRequestWrite';

export function Term({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const extend = useRequestWrite<{ reason: string }>(request, {
    method: 'put',
    part: 'extension',
    onDone: () => setOpen(false),
  });
  if (request.extended_at) {
    return <p className="second">{t('requests.extended', { reason: request.extension_reason })}</p>;
  }
  if (!request.can.includes('extend')) return null;
  return (
    <Popover
      trigger="click"
      open={isOpen}
      onOpenChange={setOpen}
      destroyOnHidden
      content={
        <Form<{ reason: string }>
          layout="vertical"
          requiredMark={false}
          style={{ width: 280 }}
          onFinish={extend.mutate}
        >
          <Form.Item
            name="reason"
            label={t('requests.extensionReason')}
            extra={t('requests.extensionHint')}
            rules={[{ required: true, whitespace: true, message: t('requests.reasonMissing') }]}
          >
            <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={extend.isPending} block>
            {t('requests.extend')}
          </Button>
        </Form>
      }
    >
      <Button size="small" type="link">
        {t('requests.extend')}
      </Button>
    </Popover>
  );
}
