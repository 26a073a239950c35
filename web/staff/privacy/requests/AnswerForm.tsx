// Answering a request: what was done, in the words of the letter; consents are taken back and explanations drafted here.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Form, Input, Select } from 'antd';
import { WandSparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConsentsView, ExplanationDraft, PersonRequestView, RequestDeed } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { date } from '../../../shared/format';
import { read, useWrite } from '../../../shared/queries';
import { useRequestWrite } from './useRequestWrite';
import { OUTCOMES } from './words';

interface Words {
  outcome: (typeof OUTCOMES)[number];
  text?: string;
  /** Each `<purpose> <channel>`. */
  withdraws?: string[];
}

interface Answer {
  outcome: string;
  text?: string | undefined;
  withdraws: { purpose: string; channel: string }[];
}

function answerOf({ outcome, text, withdraws = [] }: Words): Answer {
  const named = withdraws.map((one) => one.split(' ')).map(([purpose = '', channel = 'all']) => ({ purpose, channel }));
  return { outcome, text, withdraws: named };
}

export function AnswerForm({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  const answer = useRequestWrite<Answer>(request, { method: 'put', part: 'answer' });
  const [form] = Form.useForm<Words>();
  const outcome = Form.useWatch('outcome', form);
  const mustSay = outcome === 'partly' || (request.kind === 'explain' && outcome !== 'nothing_held');
  const missing = t(request.kind === 'explain' ? 'requests.explanationMissing' : 'requests.textMissing');
  return (
    <Form<Words>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ outcome: 'granted' }}
      onFinish={(words) => answer.mutate(answerOf(words))}
    >
      <Form.Item name="outcome" label={t('requests.field.outcome')}>
        <Select options={OUTCOMES.map((one) => ({ value: one, label: t(`requests.outcome.${one}`) }))} />
      </Form.Item>
      {request.kind === 'correct' && <Corrected request={request} />}
      {request.kind === 'withdraw' && outcome !== 'nothing_held' && <Withdrawn request={request} />}
      <Form.Item
        name="text"
        label={t('requests.field.text')}
        extra={mustSay ? undefined : t('requests.textHint')}
        rules={mustSay ? [{ required: true, whitespace: true, message: missing }] : []}
      >
        <Input.TextArea maxLength={4000} autoSize={{ minRows: 3, maxRows: 12 }} />
      </Form.Item>
      <div className="request-line">
        <Button type="primary" htmlType="submit" loading={answer.isPending}>
          {t('requests.answerIt')}
        </Button>
        {request.kind === 'explain' && (
          <Draft
            request={request}
            onDraft={(text) => form.setFieldValue('text', text || t('requests.nothingComputed'))}
          />
        )}
      </div>
    </Form>
  );
}

/** What was corrected or taken back since the request came in. */
export function DeedList({ deeds }: { deeds: RequestDeed[] }) {
  if (deeds.length === 0) return null;
  return (
    <ul className="request-open">
      {deeds.map(({ what, at }) => (
        <li key={`${what} ${at}`}>
          {what} <span className="second">{date(at)}</span>
        </li>
      ))}
    </ul>
  );
}

/** A correction is granted when the record was changed. */
function Corrected({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  return (
    <div className="second">
      {t(request.deeds.length > 0 ? 'requests.corrected' : 'requests.notCorrected')}{' '}
      {request.customer && (
        <Link to="/customers/$id" params={{ id: request.customer.id }} className="strong-link">
          {t('requests.toRecord')}
        </Link>
      )}
      <DeedList deeds={request.deeds} />
    </div>
  );
}

/** The consents that stand, to be taken back with the answer. */
function Withdrawn({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...read<ConsentsView>(`/customers/${request.customer?.id}/consents`),
    enabled: Boolean(request.customer),
  });
  const options = (data?.purposes ?? [])
    .filter(({ asks }) => asks !== 'nobody')
    .flatMap(({ purpose, title, channels }) =>
      channels
        .filter(({ is_allowed }) => is_allowed)
        .map(({ channel }) => ({
          value: `${purpose} ${channel}`,
          label: channel === 'all' ? title : `${title} · ${t(`consent.channel.${channel}`)}`,
        })),
    );
  return (
    <>
      <DeedList deeds={request.deeds} />
      <Form.Item
        name="withdraws"
        label={t('requests.withdraws')}
        extra={t('requests.withdrawsHint')}
        rules={request.deeds.length > 0 ? [] : [{ required: true, message: t('requests.withdrawsMissing') }]}
      >
        <Select mode="multiple" options={options} notFoundContent={t('requests.noConsents')} />
      </Form.Item>
    </>
  );
}

function Draft({ request, onDraft }: { request: PersonRequestView; onDraft: (text: string) => void }) {
  const { t } = useTranslation();
  const draft = useWrite<void, ExplanationDraft>({
    deed: () => api.get<ExplanationDraft>(`/person-requests/${request.id}/explanation`),
    onDone: ({ text }) => onDraft(text),
  });
  return (
    <Button icon={<WandSparkles size={14} />} loading={draft.isPending} onClick={() => draft.mutate()}>
      {t('requests.draft')}
    </Button>
  );
}
