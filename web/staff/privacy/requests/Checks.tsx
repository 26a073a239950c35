// Making sure who asks: the checks so far, and writing down another.
import { Button, Form, Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PersonRequestView } from '../../../shared/api/types';
import { dateTime } from '../../../shared/format';
import { Tag, type Tone } from '../../../shared/ui/faces';
import { useRequestWrite } from './useRequestWrite';
import { methodsFor, RESULTS } from './words';

const TONE: Record<(typeof RESULTS)[number], Tone> = { passed: 'green', failed: 'amber', somebody_else: 'red' };

interface Words {
  method: string;
  result: (typeof RESULTS)[number];
  note?: string;
}

export function Checks({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
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
      {request.can.includes('check_identity') && <NewCheck request={request} />}
    </section>
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
