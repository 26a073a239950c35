// Deciding on a request: begin, answer, refuse; then the letter, and closing it when the letter has arrived.
import { Button, Form, Input, Popconfirm, Segmented, Select } from 'antd';
import { FileText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRequestView } from '../../../shared/api/types';
import { urlOf } from '../../../shared/client';
import { Tag } from '../../../shared/ui/faces';
import { usePower } from '../../session/session';
import { AnswerForm, DeedList } from './AnswerForm';
import { useRequestWrite } from './useRequestWrite';
import { CHANNELS, REASONS } from './words';

export function Decision({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  const isDecided = request.can.includes('letter');
  return (
    <section className="request-card">
      <h2>{t('requests.decision')}</h2>
      {isDecided ? <Decided request={request} /> : <Deciding request={request} />}
    </section>
  );
}

function Deciding({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  // Until somebody chooses, it follows what can be done: after the check of identity that is an answer.
  const [chosen, setChosen] = useState<'answer' | 'refuse' | null>(null);
  const begin = useRequestWrite(request, { method: 'put', part: 'work' });
  const { reason } = usePower();
  const canAnswer = request.can.includes('answer');
  const canRefuse = request.can.includes('refuse');
  const side = canAnswer && (chosen !== 'refuse' || !canRefuse) ? 'answer' : 'refuse';
  if (!canAnswer && !canRefuse) {
    return <p className="second">{reason('work_requests') ?? t('requests.notYours')}</p>;
  }
  return (
    <>
      {!canRefuse && <p className="second">{t('requests.begunForGood')}</p>}
      {!canAnswer && <p className="second">{t('requests.checkFirst')}</p>}
      <div className="request-line">
        <Segmented
          value={side}
          onChange={setChosen}
          options={[
            { value: 'answer', label: t('requests.answerIt'), disabled: !canAnswer },
            { value: 'refuse', label: t('requests.refuseIt'), disabled: !canRefuse },
          ]}
        />
        <div className="spring" />
        {request.can.includes('begin') && (
          <Button loading={begin.isPending} onClick={() => begin.mutate()}>
            {t('requests.begin')}
          </Button>
        )}
      </div>
      {side === 'answer' ? <AnswerForm request={request} /> : <RefusalForm request={request} />}
    </>
  );
}

function RefusalForm({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  const refuse = useRequestWrite<{ reason: string; text?: string }>(request, { method: 'put', part: 'refusal' });
  const [form] = Form.useForm<{ reason: string; text?: string }>();
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={refuse.mutate}>
      <Form.Item
        name="reason"
        label={t('requests.field.reason')}
        rules={[{ required: true, message: t('requests.reasonMissing') }]}
      >
        <Select options={REASONS.map((one) => ({ value: one, label: t(`requests.reason.${one}`) }))} />
      </Form.Item>
      <Form.Item name="text" label={t('requests.field.text')} extra={t('requests.textHint')}>
        <Input.TextArea maxLength={4000} autoSize={{ minRows: 3, maxRows: 12 }} />
      </Form.Item>
      <Popconfirm title={t('requests.refuseConfirm')} onConfirm={() => form.submit()}>
        <Button danger loading={refuse.isPending}>
          {t('requests.refuseIt')}
        </Button>
      </Popconfirm>
    </Form>
  );
}

function Decided({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  const [channel, setChannel] = useState<(typeof CHANNELS)[number]>(request.channel);
  const close = useRequestWrite<{ handed_over: string }>(request, { method: 'put', part: 'closure' });
  return (
    <>
      <p>
        <Tag tone={request.state === 'refused' ? 'amber' : 'green'}>{t(`requests.outcome.${request.outcome}`)}</Tag>{' '}
        {request.refusal_reason && t(`requests.reason.${request.refusal_reason}`)}
      </p>
      {request.answer && <p className="request-wish">{request.answer}</p>}
      <DeedList deeds={request.deeds} />
      {request.letter_message_id && <p className="second">{t('requests.letterSent')}</p>}
      <div className="request-line">
        {(['zh', 'en'] as const).map((language) => (
          <Button
            key={language}
            icon={<FileText size={14} />}
            href={urlOf(`/person-requests/${request.id}/letter`, { language })}
            target="_blank"
          >
            {t(`requests.letter.${language}`)}
          </Button>
        ))}
        <div className="spring" />
        {request.can.includes('close') && (
          <>
            <Select
              aria-label={t('requests.handedOver')}
              value={channel}
              onChange={setChannel}
              options={CHANNELS.map((one) => ({ value: one, label: t(`requests.channel.${one}`) }))}
            />
            <Button type="primary" loading={close.isPending} onClick={() => close.mutate({ handed_over: channel })}>
              {t('requests.close')}
            </Button>
          </>
        )}
      </div>
    </>
  );
}
