// One's own second factor: on or off, another phone, new recovery codes.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrolmentView, FactorView, RecoveryCodes } from '../../../shared/api/types';
import { api, type Problem } from '../../../shared/client';
import { date, dateTime } from '../../../shared/format';
import { read, useWrite } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { Tag } from '../../../shared/ui/faces';
import { forgetFaults } from '../../../shared/ui/formFaults';
import { Skeleton } from '../../../shared/ui/states';
import { EnrolmentForm, RecoveryCodeList } from '../../session/Enrolment';
import { sessionQuery } from '../../session/session';
import { CardHead } from '../CardHead';
import { showAtFields } from '../FormDrawer';

const FEW_CODES = 3;

export function SecondFactor() {
  const { t } = useTranslation();
  const { data: factor } = useQuery(read<FactorView>('/session/factor'));
  const refresh = useRefresh();
  const [shown, setShown] = useState<EnrolmentView | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [isRemoving, setRemoving] = useState(false);
  const begin = useWrite<void, EnrolmentView>({
    deed: () => api.post('/session/factor/enrolment'),
    onDone: setShown,
  });
  const makeCodes = useWrite<void, RecoveryCodes>({
    deed: () => api.post('/session/factor/recovery-codes'),
    onDone: (made) => setCodes(made.codes),
  });
  const enrolled = (made: readonly string[]) => {
    setShown(null);
    setCodes(made);
    refresh();
  };
  return (
    <section className="card" aria-label={t('factor.title')}>
      <CardHead title={t('factor.title')} hint={t('factor.hint')} />
      {factor ? (
        <div className="inside factor">
          {factor.due_at && !factor.is_on && (
            <Alert type="warning" showIcon title={t('factor.neededBy', { at: dateTime(factor.due_at) })} />
          )}
          {factor.is_on && factor.codes_left < FEW_CODES && (
            <Alert type="warning" showIcon title={t('factor.fewCodes')} />
          )}
          <div className="factor-line">
            <Tag hasDot {...(factor.is_on ? { tone: 'green' } : {})}>
              {t(factor.is_on ? 'factor.on' : 'factor.off')}
            </Tag>
            {factor.is_on && factor.enrolled_at && (
              <span className="second num">
                {t('factor.since', { when: date(factor.enrolled_at), count: factor.codes_left })}
              </span>
            )}
            <div className="spring" />
            {factor.is_on && (
              <>
                <Deed loading={makeCodes.isPending} onClick={() => makeCodes.mutate()}>
                  {t('factor.codesAnew')}
                </Deed>
                <Deed
                  reason={factor.can.includes('remove') ? null : t('factor.needed')}
                  onClick={() => setRemoving(true)}
                >
                  {t('factor.remove')}
                </Deed>
              </>
            )}
            <Deed
              {...(factor.is_on ? {} : { type: 'primary' })}
              loading={begin.isPending}
              onClick={() => begin.mutate()}
            >
              {t(factor.is_on ? 'factor.replace' : 'factor.enrol')}
            </Deed>
          </div>
        </div>
      ) : (
        <div className="inside">
          <Skeleton lines={1} />
        </div>
      )}
      {shown && <EnrolmentDialog shown={shown} onClose={() => setShown(null)} onEnrolled={enrolled} />}
      {codes && (
        <Modal open width={420} title={t('factor.codesTitle')} footer={null} closable={false}>
          <RecoveryCodeList
            codes={codes}
            onSaved={() => {
              setCodes(null);
              refresh();
            }}
          />
        </Modal>
      )}
      {isRemoving && <RemoveDialog onClose={() => setRemoving(false)} />}
    </section>
  );
}

interface EnrolmentDialogProps {
  shown: EnrolmentView;
  onClose: () => void;
  onEnrolled: (codes: readonly string[]) => void;
}

function EnrolmentDialog({ shown, onClose, onEnrolled }: EnrolmentDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const confirm = useMutation<RecoveryCodes, Problem, string>({
    mutationFn: (code) => api.put('/session/factor/enrolment', { code }),
    onSuccess: ({ codes }) => {
      void message.success(t('factor.enrolled'));
      onEnrolled(codes);
    },
  });
  return (
    <Modal open width={420} title={t('factor.enrol')} footer={null} onCancel={onClose}>
      <EnrolmentForm
        shown={shown}
        isSending={confirm.isPending}
        problem={confirm.error}
        onCode={(code) => confirm.mutate(code)}
      />
    </Modal>
  );
}

function RemoveDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [form] = Form.useForm<{ password: string }>();
  const remove = useWrite<{ password: string }>({
    deed: (words) => api.put('/session/factor/removal', words),
    done: () => t('factor.removed'),
    onDone: () => {
      refresh();
      onClose();
    },
    onProblem: (problem) => showAtFields(form, problem),
  });
  return (
    <Modal
      open
      width={400}
      title={t('factor.removeTitle')}
      okText={t('factor.remove')}
      okButtonProps={{ danger: true }}
      confirmLoading={remove.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="second">{t('factor.removeHint')}</p>
      <Form
        form={form}
        onValuesChange={forgetFaults(form)}
        layout="vertical"
        requiredMark={false}
        onFinish={(words) => remove.mutate(words)}
      >
        <Form.Item
          name="password"
          label={t('stepUp.password')}
          rules={[{ required: true, message: t('session.passwordMissing') }]}
        >
          <Input.Password autoFocus autoComplete="current-password" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** The factor, the session that says whether there is one, and the devices: setting it up signs the others out. */
function useRefresh(): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: ['session', 'factor'] });
    void client.invalidateQueries({ queryKey: ['sessions'] });
    void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
}
