// The second step of signing in: a code, or setting up the factor that the group asks for.
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrolledSession, EnrolmentView, HalfwayView, SessionView } from '../../shared/api/types';
import { api, type Problem } from '../../shared/client';
import { problemWords } from '../../shared/queries';
import { EnrolmentForm, RecoveryCodeList } from './Enrolment';

interface SecondStepProps {
  wants: HalfwayView['wants'];
  onSignedIn: (session: SessionView) => void;
  onBack: () => void;
}

export function SecondStep({ wants, onSignedIn, onBack }: SecondStepProps) {
  const { t } = useTranslation();
  return (
    <>
      <h1>{t(wants === 'code' ? 'session.secondStep' : 'factor.enrol')}</h1>
      {wants === 'code' ? <CodeStep onSignedIn={onSignedIn} /> : <EnrolmentStep onSignedIn={onSignedIn} />}
      <Button type="link" size="small" block style={{ marginTop: 10 }} onClick={onBack}>
        {t('session.back')}
      </Button>
    </>
  );
}

function CodeStep({ onSignedIn }: { onSignedIn: (session: SessionView) => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ code: string }>();
  const [isRecovery, setRecovery] = useState(false);
  const send = useMutation<SessionView, Problem, { code: string }>({
    mutationFn: (words) => api.post('/session/code', words),
    onSuccess: onSignedIn,
  });
  const turn = () => {
    form.resetFields();
    send.reset();
    setRecovery(!isRecovery);
  };
  return (
    <>
      <p className="second">{t(isRecovery ? 'session.recoveryHint' : 'session.secondHint')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(words) => send.mutate(words)}>
        <Form.Item
          key={isRecovery ? 'recovery' : 'code'}
          name="code"
          label={t(isRecovery ? 'session.recovery' : 'factor.code')}
          rules={[{ required: true, message: t('factor.codeMissing') }]}
        >
          <Input
            size="large"
            autoFocus
            className="num"
            inputMode={isRecovery ? 'text' : 'numeric'}
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={32}
          />
        </Form.Item>
        {send.error && (
          <p className="door-problem" role="alert">
            {problemWords(send.error, t).title}
          </p>
        )}
        <Button type="primary" size="large" htmlType="submit" block loading={send.isPending}>
          {t('session.continue')}
        </Button>
      </Form>
      <Button type="link" size="small" block style={{ marginTop: 14 }} onClick={turn}>
        {t(isRecovery ? 'session.useApp' : 'session.useRecovery')}
      </Button>
    </>
  );
}

function EnrolmentStep({ onSignedIn }: { onSignedIn: (session: SessionView) => void }) {
  const { t } = useTranslation();
  const begin = useMutation<EnrolmentView, Problem>({ mutationFn: () => api.post('/session/enrolment') });
  const confirm = useMutation<EnrolledSession, Problem, string>({
    mutationFn: (code) => api.put('/session/enrolment', { code }),
  });
  const { mutate } = begin;
  useEffect(() => mutate(), [mutate]);
  if (confirm.data) {
    const { recovery, session } = confirm.data;
    return <RecoveryCodeList codes={recovery.codes} onSaved={() => onSignedIn(session)} />;
  }
  return (
    <>
      <p className="second">{t('session.mustEnrol')}</p>
      {begin.error && (
        <p className="door-problem" role="alert">
          {problemWords(begin.error, t).title}
        </p>
      )}
      {begin.data && (
        <EnrolmentForm
          shown={begin.data}
          isSending={confirm.isPending}
          problem={confirm.error}
          onCode={(code) => confirm.mutate(code)}
        />
      )}
    </>
  );
}
