// Taking a lost second factor off somebody, with the reason.
import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { StaffView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useWrite } from '../../../shared/queries';
import { forgetFaults } from '../../../shared/ui/formFaults';
import { showAtFields } from '../FormDrawer';

interface TakeOffFactorProps {
  person: StaffView;
  onClose: () => void;
  onDone: () => void;
}

export function TakeOffFactor({ person, onClose, onDone }: TakeOffFactorProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason: string }>();
  const takeOff = useWrite<{ reason: string }>({
    deed: (words) => api.post(`/staff/${person.id}/factor-removals`, words),
    touches: () => [['staff']],
    done: () => t('factor.takenOff'),
    onDone,
    onProblem: (problem) => showAtFields(form, problem),
  });
  return (
    <Modal
      open
      width={440}
      title={t('factor.takeOffTitle', { name: person.name })}
      okText={t('factor.takeOff')}
      okButtonProps={{ danger: true }}
      confirmLoading={takeOff.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="second">{t('factor.takeOffHint')}</p>
      <Form
        form={form}
        onValuesChange={forgetFaults(form)}
        layout="vertical"
        requiredMark={false}
        onFinish={(words) => takeOff.mutate(words)}
      >
        <Form.Item
          name="reason"
          label={t('factor.reason')}
          rules={[{ required: true, whitespace: true, message: t('factor.reasonMissing') }]}
        >
          <Input autoFocus maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
