// How a text arrives: filled with a customer's values or with examples, counted as the channel counts.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreviewView, TemplateView, TemplateWording } from '../../../shared/api/types';
import { api, refusalWords } from '../../../shared/client';
import { listing } from '../../../shared/format';
import { useSettled } from '../../../shared/settled';
import { CustomerSelect } from '../../../shared/ui/CustomerSelect';

interface PreviewProps {
  template: TemplateView;
  wording: TemplateWording;
  language: 'zh' | 'en';
}

export function Preview({ template, wording, language }: PreviewProps) {
  const { t } = useTranslation();
  const [customer, setCustomer] = useState<string | null>(null);
  const words = wording[language];
  const asked = useSettled(
    {
      channel: template.channel,
      purpose: template.purpose,
      wording: { zh: null, en: null, [language]: words },
      customer_id: customer,
      language,
    },
    250,
  );
  const { data } = useQuery({
    queryKey: ['message-template-previews', asked],
    queryFn: () => api.post<PreviewView>('/message-template-previews', asked),
    enabled: Boolean(words?.text.trim()),
    placeholderData: (old) => old,
  });
  const shown = words?.text.trim() ? data : undefined;
  return (
    <section className="template-preview" aria-label={t('templates.preview')}>
      <CustomerSelect
        aria-label={t('templates.previewOf')}
        placeholder={t('templates.example')}
        value={customer}
        onChange={setCustomer}
      />
      <blockquote className={`bubble-${template.channel}`}>
        {shown?.subject && <b>{shown.subject}</b>}
        {shown?.text ?? <span className="muted">—</span>}
      </blockquote>
      {shown && (
        <p className="second num">
          {template.channel === 'sms'
            ? t('templates.measureSms', { count: shown.characters, parts: shown.parts })
            : t('templates.measure', { count: shown.characters })}
        </p>
      )}
      {customer && shown && shown.missing.length > 0 && (
        <p className="late">{t('templates.missing', { names: listing(shown.missing) })}</p>
      )}
      {shown?.faults.map((fault) => (
        <p key={`${fault.field} ${fault.code}`} className="late">
          {refusalWords(fault.code, fault.message)}
        </p>
      ))}
    </section>
  );
}
