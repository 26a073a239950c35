// What the dialog asks: a code of one's app, the password, or an account at a sign-in service.
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProofKind } from '../api/types';
import { api, Problem } from '../client';
import { problemWords } from '../queries';
import { ProveElsewhere } from './ProveElsewhere';

interface Words {
  proof: string;
}

interface StepUpDialogProps {
  proofs: readonly ProofKind[];
  onClose: (isProven: boolean) => void;
}

export function StepUpDialog({ proofs, onClose }: StepUpDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Words>();
  const [kind, setKind] = useState<ProofKind>(proofs[0] ?? 'password');
  const [isSending, setSending] = useState(false);
  const others = proofs.filter((one) => one !== kind);
  const isElsewhere = kind === 'provider';
  const send = async ({ proof }: Words) => {
    setSending(true);
    try {
      await api.put('/session/proof', { [kind]: proof });
      onClose(true);
    } catch (failure) {
      if (failure instanceof Problem && failure.status === 401) onClose(false);
      form.setFields([{ name: 'proof', errors: [problemWords(failure as Error, t).title] }]);
      setSending(false);
    }
  };
  const turnTo = (next: ProofKind) => {
    form.resetFields();
    setKind(next);
  };
  return (
    <Modal
      open
      width={400}
      zIndex={1_200}
      title={t('stepUp.title')}
      okText={t('stepUp.confirm')}
      confirmLoading={isSending}
      okButtonProps={{ hidden: isElsewhere }}
      onOk={() => form.submit()}
      onCancel={() => onClose(false)}
    >
      <p className="second">{t('stepUp.hint')}</p>
      {isElsewhere ? (
        <ProveElsewhere />
      ) : (
        <Form<Words> form={form} layout="vertical" requiredMark={false} style={{ marginTop: 14 }} onFinish={send}>
          {kind === 'code' ? (
            <Form.Item
              key="code"
              name="proof"
              label={t('factor.code')}
              rules={[{ required: true, message: t('factor.codeMissing') }]}
            >
              <Input autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={24} className="num" />
            </Form.Item>
          ) : (
            <Form.Item
              key="password"
              name="proof"
              label={t('stepUp.password')}
              rules={[{ required: true, message: t('session.passwordMissing') }]}
            >
              <Input.Password autoFocus autoComplete="current-password" />
            </Form.Item>
          )}
        </Form>
      )}
      {others.map((other) => (
        <Button
          key={other}
          type="link"
          size="small"
          style={{ paddingInline: 0, marginInlineEnd: 14 }}
          onClick={() => turnTo(other)}
        >
          {t(`stepUp.by.${other}`)}
        </Button>
      ))}
    </Modal>
  );
}
