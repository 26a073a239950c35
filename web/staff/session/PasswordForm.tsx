// Choosing a new password of one's own.
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/client';
import { useWrite } from '../../shared/queries';
import { forgetFaults } from '../../shared/ui/formFaults';
import { showAtFields } from '../settings/FormDrawer';
import { useSession } from './session';

interface PasswordWords {
  current: string;
  new: string;
  again: string;
}

interface PasswordFormProps {
  className?: string;
  /** It is all there is on the page. */
  isAlone?: boolean;
}

export function PasswordForm({ className, isAlone = false }: PasswordFormProps) {
  const { t } = useTranslation();
  const { has_second_factor } = useSession();
  const [form] = Form.useForm<PasswordWords>();
  const change = useWrite<PasswordWords>({
    deed: ({ current, new: next }) => api.put('/session/password', { current, new: next }),
    touches: () => [['sessions'], ['session']],
    done: () => t('settings.account.changed'),
    onDone: () => form.resetFields(),
    onProblem: (problem) => showAtFields(form, problem),
  });
  return (
    <Form<PasswordWords>
      form={form}
      onValuesChange={forgetFaults(form)}
      layout="vertical"
      requiredMark={false}
      className={className}
      onFinish={(words) => change.mutate(words)}
    >
      <Form.Item
        name="current"
        label={t('settings.account.current')}
        rules={[{ required: true, message: t('settings.account.currentMissing') }]}
      >
        <Input.Password autoComplete="current-password" autoFocus={isAlone} />
      </Form.Item>
      <Form.Item
        name="new"
        label={t('settings.account.next')}
        extra={t(has_second_factor ? 'factor.passwordBeside' : 'factor.passwordAlone')}
        rules={[{ required: true, message: t('settings.account.nextMissing') }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('settings.account.again')}
        dependencies={['new']}
        rules={[
          {
            validator: (_, again) =>
              again === form.getFieldValue('new')
                ? Promise.resolve()
                : Promise.reject(new Error(t('settings.account.different'))),
          },
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button
        htmlType="submit"
        type={isAlone ? 'primary' : 'default'}
        size={isAlone ? 'large' : 'middle'}
        block={isAlone}
        loading={change.isPending}
      >
        {t('settings.account.change')}
      </Button>
    </Form>
  );
}
