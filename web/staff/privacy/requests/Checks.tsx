// Making sure who asks: the checks so far, and writing down another.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Radio, Select } from 'antd';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IdentityCodeSent, PersonRequestView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { dateTime, time } from '../../../shared/format';
import { useWrite } from '../../../shared/queries';
import { Tag, type Tone } from '../../../shared/ui/faces';
import { useRequestWrite } from './useRequestWrite';
import { useSentCode } from './useSentCode';
import { methodsFor, RESULTS } from './words';

const TONE: Record<(typeof RESULTS)[number], Tone> = { passed: 'green', failed: 'amber', somebody_else: 'red' };

interface Words {
  method: string;
  result: (typeof RESULTS)[number];
  note?: string;
}

export function Checks({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  // Nobody is left to be recognised once the person is forgotten; their name goes with them.
  const isForgotten = request.asker_name === '';
  return (
    <section className="request-card">
      <h2>{t('requests.identity')}</h2>
      {request.checks.length === 0 && <p className="second">{t('requests.noChecks')}</p>}
      <ul className="request-checks">
        {request.checks.map((check) => (
          <li key={check.id}>
            <Tag tone={TONE[check.result]}>{t(`requests.result.${check.result}`)}</Tag>
            <span className="two-lines">
              <b>{t(`requests.method.${check.method}`)}</b>
              <span>{[check.note, check.checked_by, dateTime(check.checked_at)].filter(Boolean).join(' · ')}</span>
            </span>
          </li>
        ))}
      </ul>
      {!isForgotten && request.can.includes('send_code') && <ByCode key={request.id} request={request} />}
      {!isForgotten && request.can.includes('check_identity') && <NewCheck request={request} />}
    </section>
  );
}

/** A code to the contact on record, and what the person tells of it. */
function ByCode({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [sent, setSent] = useSentCode(request.id);
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const path = `/person-requests/${request.id}/identity-codes`;
  const send = useWrite<void, IdentityCodeSent>({
    deed: () => api.post<IdentityCodeSent>(path, {}),
    touches: () => [['messages']],
    onDone: (now) => {
      setFault(null);
      setCode('');
      setSent(now);
    },
  });
  const tell = useWrite<string, PersonRequestView>({
    deed: (told) => api.put<PersonRequestView>(`${path}/told`, { code: told }),
    touches: () => [['person-requests']],
    done: () => t('common.saved'),
    onDone: () => setSent(null),
    onProblem: (problem) => {
      const said = problem.errors.find(({ field }) => field === 'code');
      if (!said) return false;
      setFault(said.message);
      const left = (sent?.attempts_left ?? 0) - (said.code === 'code.wrong' ? 1 : 0);
      setSent(sent && left > 0 ? { ...sent, attempts_left: left } : null);
      // The last wrong one is a check of its own: failed.
      if (left <= 0) void client.invalidateQueries({ queryKey: ['person-requests'] });
      return true;
    },
  });
  return (
    <div className="request-line">
      <Button icon={<KeyRound size={14} />} loading={send.isPending} onClick={() => send.mutate()}>
        {t(sent ? 'requests.code.again' : 'requests.code.send')}
      </Button>
      {sent && (
        <>
          <span className="second">{t('requests.code.sent', { to: sent.to, at: time(sent.expires_at) })}</span>
          <Input
            className="code-box"
            aria-label={t('requests.code.told')}
            placeholder={t('requests.code.told')}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={8}
            value={code}
            status={fault ? 'error' : ''}
            onChange={({ target }) => {
              setFault(null);
              setCode(target.value);
            }}
            onPressEnter={() => tell.mutate(code)}
          />
          <Button
            type="primary"
            loading={tell.isPending}
            disabled={code.trim().length < 6}
            onClick={() => tell.mutate(code)}
          >
            {t('requests.code.check')}
          </Button>
          <span className="second">{t('verified.attempts', { count: sent.attempts_left })}</span>
        </>
      )}
      {fault && (
        <span className="late" role="alert">
          {fault}
        </span>
      )}
    </div>
  );
}

function NewCheck({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Words>();
  const check = useRequestWrite<Words>(request, {
    method: 'post',
    part: 'identity-checks',
    onDone: () => form.resetFields(),
  });
  return (
    <Form<Words>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ method: 'id_card_seen', result: 'passed' }}
      onFinish={(words) => check.mutate({ ...words, note: words.note?.trim() || undefined } as Words)}
    >
      <div className="request-line">
        <Form.Item name="method" label={t('requests.field.method')}>
          <Select
            options={methodsFor(request.asked_by).map((one) => ({ value: one, label: t(`requests.method.${one}`) }))}
          />
        </Form.Item>
        <Form.Item name="note" label={t('requests.field.note')}>
          <Input maxLength={500} placeholder={t('requests.noteHint')} />
        </Form.Item>
      </div>
      <div className="request-line">
        <Form.Item name="result" label={t('requests.field.result')}>
          <Radio.Group options={RESULTS.map((one) => ({ value: one, label: t(`requests.result.${one}`) }))} />
        </Form.Item>
        <Button htmlType="submit" type={request.state === 'received' ? 'primary' : 'default'} loading={check.isPending}>
          {t('requests.writeCheck')}
        </Button>
      </div>
    </Form>
  );
}
