// Recording what a customer said: yes, no, or no longer; taking back is one click like giving.
import { Alert, App, Input, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerRecorded, ChannelStanding, PurposeStanding } from '../../../../shared/api/types';
import { api } from '../../../../shared/client';
import { date } from '../../../../shared/format';
import { useWrite } from '../../../../shared/queries';

type Way = ChannelStanding['channel'];
type Answer = 'given' | 'refused' | 'withdrawn';

export interface Asked {
  purpose: string;
  channel: Way;
}

interface AnswerDialogProps {
  customerId: string;
  purposes: PurposeStanding[];
  asked: Asked;
  onClose: () => void;
}

const WAYS: Way[] = ['all', 'sms', 'phone', 'wecom', 'email', 'push'];
const PROOFS = ['spoken', 'paper', 'app', 'reply', 'link'] as const;

export function AnswerDialog({ customerId, purposes, asked, onClose }: AnswerDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [code, setCode] = useState(asked.purpose);
  const [channel, setChannel] = useState<Way>(asked.channel);
  const [how, setHow] = useState<(typeof PROOFS)[number]>('spoken');
  const [proof, setProof] = useState('');
  const purpose = purposes.find((one) => one.purpose === code) ?? purposes[0];
  const standing = purpose?.channels.find((one) => one.channel === channel) ?? purpose?.channels[0];
  const hasYes = purpose?.channels.some((one) => one.answer?.answer === 'given') ?? false;
  const [answer, setAnswer] = useState<Answer>(standing?.answer?.answer === 'given' ? 'withdrawn' : 'given');
  const mayAskFrom = standing?.may_ask_from;
  const isTooSoon = mayAskFrom ? Date.parse(mayAskFrom) > Date.now() && answer !== 'withdrawn' : false;
  const save = useWrite<void, AnswerRecorded>({
    deed: () =>
      api.post<AnswerRecorded>(`/customers/${customerId}/consents`, {
        purpose: purpose?.purpose,
        channel: purpose?.by_channel ? channel : 'all',
        answer,
        how,
        proof: proof.trim() || null,
      }),
    touches: () => [['customers', customerId]],
    onDone: ({ asked_too_soon }) => {
      if (asked_too_soon) void message.warning(t('consent.wasTooSoon'));
      else void message.success(t('common.saved'));
      onClose();
    },
  });
  return (
    <Modal
      open
      width={440}
      title={t('consent.record')}
      okText={t(`consent.answer.${answer}`)}
      confirmLoading={save.isPending}
      onOk={() => save.mutate()}
      onCancel={onClose}
    >
      <div className="small-form">
        <label htmlFor="consent-purpose">{t('consent.purpose')}</label>
        <Select
          id="consent-purpose"
          value={purpose?.purpose ?? ''}
          onChange={(next) => {
            setCode(next);
            setChannel('all');
          }}
          options={purposes.map((one) => ({ value: one.purpose, label: one.title }))}
        />
        {purpose?.by_channel && (
          <>
            <label htmlFor="consent-channel">{t('consent.channelLabel')}</label>
            <Select<Way>
              id="consent-channel"
              value={channel}
              onChange={setChannel}
              options={WAYS.map((one) => ({ value: one, label: t(`consent.channel.${one}`) }))}
            />
          </>
        )}
        <Segmented<Answer>
          block
          value={answer}
          onChange={setAnswer}
          options={(['given', 'refused', 'withdrawn'] as const).map((one) => ({
            value: one,
            label: t(`consent.answer.${one}`),
            disabled: one === 'withdrawn' && !hasYes,
          }))}
        />
        <label htmlFor="consent-how">{t('consent.howLabel')}</label>
        <Select
          id="consent-how"
          value={how}
          onChange={setHow}
          options={PROOFS.map((one) => ({ value: one, label: t(`consent.how.${one}`) }))}
        />
        <label htmlFor="consent-proof">{t('consent.proof')}</label>
        <Input
          id="consent-proof"
          value={proof}
          maxLength={500}
          placeholder={t('consent.proofHint')}
          onChange={(event) => setProof(event.target.value)}
        />
        {isTooSoon && mayAskFrom && (
          <Alert type="warning" showIcon title={t('consent.tooSoon', { at: date(mayAskFrom) })} />
        )}
        {purpose?.is_separate && <p className="muted">{t('consent.separate')}</p>}
      </div>
    </Modal>
  );
}
