// A new password for somebody who has lost theirs.
import { Button, Form, Input, Modal, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import type { StaffView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { useWrite } from '../../shared/queries';
import { CopyButton } from '../../shared/ui/Copy';
import { forgetFaults } from '../../shared/ui/formFaults';
import { showAtFields } from './FormDrawer';

/** Without the letters and digits people mix up when they read them aloud. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

export function ResetPassword({ person, onClose }: { person: StaffView; onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ new: string }>();
  const password = Form.useWatch('new', form) ?? '';
  const reset = useWrite<{ new: string }>({
    deed: (words) => api.put(`/staff/${person.id}/password`, words),
    touches: () => [['staff']],
    done: () => t('settings.people.resetDone'),
    onDone: onClose,
    onProblem: (problem) => showAtFields(form, problem),
  });
  return (
    <Modal
      open
      width={420}
      title={t('settings.people.resetTitle', { name: person.name })}
      okText={t('settings.people.reset')}
      confirmLoading={reset.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="second">{t('settings.people.resetHint')}</p>
      <Form
        form={form}
        onValuesChange={forgetFaults(form)}
        layout="vertical"
        style={{ marginTop: 14 }}
        onFinish={(words) => reset.mutate(words)}
      >
        <Form.Item label={t('settings.account.next')} style={{ marginBottom: 4 }}>
          <Space.Compact style={{ width: '100%' }}>
            <Form.Item name="new" noStyle rules={[{ required: true, message: t('settings.account.nextMissing') }]}>
              <Input autoFocus autoComplete="off" aria-label={t('settings.account.next')} />
            </Form.Item>
            <Button onClick={() => form.setFieldValue('new', suggested())}>{t('settings.people.suggest')}</Button>
          </Space.Compact>
        </Form.Item>
        {password && <CopyButton text={password} />}
      </Form>
    </Modal>
  );
}

/** Four groups of four letters: 79 bits, and easy to say on the phone. */
function suggested(): string {
  const numbers = crypto.getRandomValues(new Uint32Array(16));
  const letters = Array.from(numbers, (number) => LETTERS[number % LETTERS.length]).join('');
  return [0, 4, 8, 12].map((from) => letters.slice(from, from + 4)).join('-');
}
