// Writing a message to a customer, in the side panel of any page.
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, type FormInstance, Input, Segmented, Select } from 'antd';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerView, MessageView } from '../../shared/api/types';
import { api, randomId } from '../../shared/client';
import { useIsPhone } from '../../shared/media';
import { read, useWrite } from '../../shared/queries';
import { CustomerSelect } from '../../shared/ui/CustomerSelect';
import { usePower } from '../session/session';
import { LONGEST, smsParts, WRITABLE } from './channels';
import { Filled, TemplateChoice, useFilled, valuesOf } from './FromTemplate';
import './messages.css';
import { CarefulDrawer } from '../../shared/ui/CarefulDrawer';
import { forgetFaults } from '../../shared/ui/formFaults';
import { PURPOSES } from './search';
import { useVerdict, Verdict } from './Verdict';

type Channel = (typeof WRITABLE)[number]['channel'];

interface ComposeMessageProps {
  /** To whom; when left out the form asks. */
  customerId?: string | undefined;
  /** The drawer is closed when false. */
  isOpen?: boolean;
  onClose: () => void;
  /** What to begin with. */
  text?: string;
}

export function ComposeMessage({ isOpen = true, ...form }: ComposeMessageProps) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  return (
    <CarefulDrawer
      open={isOpen}
      onClose={form.onClose}
      size={isPhone ? '100%' : 440}
      title={t('messages.composeAny')}
      destroyOnHidden
    >
      {isOpen && <ComposeForm {...form} />}
    </CarefulDrawer>
  );
}

interface Words {
  customer_id: string;
  channel: Channel;
  purpose: MessageView['purpose'];
  template_id?: string;
  values?: Record<string, string>;
  subject?: string;
  text?: string;
  watch?: boolean;
}

/** SMS are texts a provider approved, links and all. */
const WATCHABLE: Channel[] = ['email', 'wecom'];

/** What the server is sent: a template with what it lacks, or words of one's own. */
function formOf({ customer_id, channel, purpose, template_id, values, subject, text, watch }: Words) {
  const watched = watch && WATCHABLE.includes(channel) ? { watch } : {};
  if (template_id) return { customer_id, template_id, values: valuesOf(values), ...watched };
  return { customer_id, channel, purpose, text, ...(channel === 'email' ? { subject } : {}), ...watched };
}

function ComposeForm({ customerId, onClose, text = '' }: Omit<ComposeMessageProps, 'isOpen'>) {
  const { t } = useTranslation();
  const { reason, may } = usePower();
  const [form] = Form.useForm<Words>();
  const purposes = PURPOSES.filter((one) => one !== 'code' && (one !== 'notice' || may('manage_templates')));
  const usual = purposes[0] ?? 'care';
  const chosen = Form.useWatch('customer_id', form) ?? customerId;
  const channel = Form.useWatch('channel', form) ?? 'sms';
  // One key for the form: pressing send twice, or again after a broken connection, sends one message.
  const [idempotencyKey] = useState(randomId);
  // What was refused and mended is another message.
  const [tries, setTries] = useState(0);
  const template = Form.useWatch('template_id', form);
  const purpose = Form.useWatch('purpose', form) ?? usual;
  const { data: customer } = useQuery({ ...read<CustomerView>(`/customers/${chosen}`), enabled: Boolean(chosen) });
  // Nothing is sent to what is known to be wrong.
  const contacts = customer?.contacts.filter((one) => !one.wrong_since);
  const addresses = new Set(contacts?.map((one) => one.kind));
  const hasNo = (kind: (typeof WRITABLE)[number]['contact']) => customer !== undefined && !addresses.has(kind);
  const contact = WRITABLE.find((one) => one.channel === channel)?.contact;
  const address = contacts?.find((one) => one.kind === contact)?.value;
  const send = useWrite<Words, MessageView>({
    deed: (words) => api.post('/messages', formOf(words), { idempotencyKey: `${idempotencyKey} ${tries}` }),
    touches: ({ customer_id }) => [['messages'], ['customers', customer_id]],
    done: () => t('messages.queued'),
    onDone: onClose,
    onProblem: (problem) => {
      setTries((before) => before + 1);
      const faults = problem.errors.filter(({ field }) => field === 'text' || field === 'subject');
      form.setFields(faults.map(({ field, message }) => ({ name: field as 'text' | 'subject', errors: [message] })));
      return faults.length > 0;
    },
  });
  const refusal = reason('send_messages');
  const verdict = useVerdict({ customer: chosen, channel, purpose, template });
  const lacks = useLacks(form, template, chosen);
  const noAddress = contact !== undefined && hasNo(contact);
  return (
    <Form<Words>
      form={form}
      onValuesChange={forgetFaults(form)}
      layout="vertical"
      requiredMark={false}
      disabled={refusal !== null}
      initialValues={{ customer_id: customerId, channel: 'sms', purpose: usual, text }}
      onFinish={(words) => send.mutate(words)}
    >
      <Form.Item
        name="customer_id"
        label={t('messages.customer')}
        rules={[{ required: true, message: t('messages.customerMissing') }]}
      >
        <CustomerSelect
          known={customer ? { id: customer.id, name: customer.name } : null}
          disabled={customerId !== undefined}
          autoFocus={customerId === undefined}
        />
      </Form.Item>
      <Form.Item
        name="channel"
        label={t('messages.channelLabel')}
        extra={
          contact && hasNo(contact) ? (
            <span className="soon">{t('messages.noAddress', { channel: t(`messages.channel.${channel}`) })}</span>
          ) : (
            <span className="num">{address}</span>
          )
        }
      >
        <Segmented
          options={WRITABLE.map((one) => ({
            value: one.channel,
            label: t(`messages.channel.${one.channel}`),
            disabled: hasNo(one.contact),
          }))}
        />
      </Form.Item>
      <TemplateChoice channel={channel} onChoose={() => form.resetFields(['values'])} />
      {template && <Filled template={template} customer={chosen} />}
      {!template && (
        <Form.Item
          name="purpose"
          label={t('messagePurpose.label')}
          extra={purposes.includes('notice') ? undefined : t('messages.noticeNeedsTemplate')}
        >
          <Select options={purposes.map((one) => ({ value: one, label: t(`messagePurpose.${one}`) }))} />
        </Form.Item>
      )}
      {channel === 'email' && !template && (
        <Form.Item
          name="subject"
          label={t('messages.subject')}
          rules={[{ required: true, whitespace: true, message: t('messages.subjectMissing') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
      )}
      {!template && (
        <Form.Item
          name="text"
          label={t('messages.text')}
          rules={[
            { required: true, whitespace: true, message: t('messages.textMissing') },
            { max: LONGEST[channel], message: t('messages.tooLong', { count: LONGEST[channel] }) },
          ]}
          extra={<Size channel={channel} />}
        >
          <Input.TextArea
            autoSize={{ minRows: 6, maxRows: 18 }}
            autoFocus={customerId !== undefined}
            placeholder={t('messages.textHint')}
          />
        </Form.Item>
      )}
      {WATCHABLE.includes(channel) && (
        <Form.Item name="watch" valuePropName="checked" extra={t('messaging.watch.hint')}>
          <Checkbox>{t('messaging.watch.label')}</Checkbox>
        </Form.Item>
      )}
      {chosen && verdict ? <Verdict data={verdict} lacks={lacks} /> : lacks && <p className="second">{lacks}</p>}
      {refusal && <p className="soon">{refusal}</p>}
      <Button
        type="primary"
        htmlType="submit"
        block
        icon={<Send size={14} />}
        loading={send.isPending}
        disabled={refusal !== null || noAddress || lacks !== null || verdict?.verdict === 'refuse'}
      >
        {t('messages.send')}
      </Button>
    </Form>
  );
}

/** What is still to be filled in, in words; nothing when the message is whole. */
function useLacks(
  form: FormInstance<Words>,
  template: string | undefined,
  customer: string | undefined,
): string | null {
  const { t } = useTranslation();
  const channel = Form.useWatch('channel', form);
  const text = Form.useWatch('text', form) ?? '';
  const subject = Form.useWatch('subject', form) ?? '';
  const given = valuesOf(Form.useWatch('values', form));
  const { missing } = useFilled(template, customer);
  if (!customer) return t('messages.customerMissing');
  if (template) return missing.some((name) => !given[name]?.trim()) ? t('messages.valuesMissing') : null;
  if (channel === 'email' && !subject.trim()) return t('messages.subjectMissing');
  return text.trim() ? null : t('messages.textMissing');
}

/** How long the text is, and how many SMS it takes. */
function Size({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const text: string = Form.useWatch('text') ?? '';
  const count = [...text].length;
  return (
    <span className="num">
      {channel === 'sms' && count > 0
        ? t('messages.sizeSms', { count, parts: smsParts(text) })
        : t('messages.size', { count })}
    </span>
  );
}
