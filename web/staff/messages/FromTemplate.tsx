// A message from a template: which one, how it reads for this customer, and the values the house does not know itself.
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MessageView, PreviewView, TemplateView, VariableView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { useEndless } from '../../shared/endless';
import { language } from '../../shared/i18n';
import { read } from '../../shared/queries';

interface TemplateChoiceProps {
  channel: MessageView['channel'];
  onChoose: () => void;
}

export function TemplateChoice({ channel, onChoose }: TemplateChoiceProps) {
  const { t } = useTranslation();
  const list = useEndless<TemplateView>(
    '/message-templates',
    { channel, is_published: true, is_retired: false },
    { pageSize: 200 },
  );
  // A code is made by whoever checks it; nobody writes one by hand.
  const templates = list.items.filter((template) => template.purpose !== 'code');
  return (
    // Another channel has other templates, so the choice begins anew with it.
    <Form.Item key={channel} name="template_id" preserve={false} label={t('messaging.template')}>
      <Select
        allowClear
        loading={list.isLoading}
        placeholder={t('messaging.noTemplate')}
        onChange={onChoose}
        options={templates.map((template) => ({
          value: template.id,
          label: `${template.name} · ${t(`messagePurpose.${template.purpose}`)}`,
        }))}
      />
    </Form.Item>
  );
}

interface FilledProps {
  template: string;
  customer: string | undefined;
}

export function Filled({ template, customer }: FilledProps) {
  const { t } = useTranslation();
  const values: Record<string, Record<string, string>> | undefined = Form.useWatch('values');
  const { data: variables } = useQuery(read<VariableView[]>('/message-template-variables'));
  const { preview, missing } = useFilled(template, customer);
  if (!preview) return null;
  const given = valuesOf(values);
  const text = preview.missing.reduce(
    (filled, name) => (given[name] ? filled.replaceAll(`{{${name}}}`, given[name]) : filled),
    preview.text,
  );
  return (
    <>
      <blockquote className="template-filled">
        {preview.subject && <b>{preview.subject}</b>}
        {preview.subject && '\n'}
        {text}
      </blockquote>
      {missing.map((name) => {
        const variable = variables?.find((one) => one.name === name);
        return (
          <Form.Item
            key={name}
            name={['values', ...name.split('.')]}
            label={variable?.title ?? name}
            {...(variable?.kind === 'day' ? { extra: t('messaging.valueDay') } : {})}
            rules={[{ required: true, whitespace: true, message: t('messaging.missing') }]}
          >
            <Input />
          </Form.Item>
        );
      })}
    </>
  );
}

/** How the template reads for the customer, and which values somebody has to fill in. */
export function useFilled(template: string | undefined, customer: string | undefined) {
  const { data: known } = useQuery({
    ...read<TemplateView>(`/message-templates/${template}`),
    enabled: template !== undefined,
  });
  const asked = known?.published && {
    channel: known.channel,
    purpose: known.purpose,
    wording: known.published.wording,
    customer_id: customer ?? null,
    language: language(),
  };
  const { data: preview } = useQuery({
    queryKey: ['message-template-previews', asked],
    queryFn: () => api.post<PreviewView>('/message-template-previews', asked),
    enabled: template !== undefined && Boolean(asked),
  });
  // The link to unsubscribe is made with the message.
  const missing = customer && preview ? preview.missing.filter((name) => name !== 'unsubscribe.link') : [];
  return { preview, missing };
}

/** The values by their full names: the form keeps `store.name` as a field inside a field. */
export function valuesOf(values: object | undefined, prefix = ''): Record<string, string> {
  const entries = Object.entries(values ?? {}).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[`${prefix}${name}`, value] as const]
      : value
        ? Object.entries(valuesOf(value, `${prefix}${name}.`))
        : [],
  );
  return Object.fromEntries(entries);
}
