// Sending a template to oneself, to see how it arrives.
import { Alert, Button, Input, Space } from 'antd';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateView, TrialView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useWrite } from '../../../shared/queries';

export function Trial({ template, language }: { template: TemplateView; language: 'zh' | 'en' }) {
  const { t } = useTranslation();
  const [to, setTo] = useState('');
  const [outcome, setOutcome] = useState<TrialView | null>(null);
  const send = useWrite<void, TrialView>({
    deed: () => api.post(`/message-templates/${template.id}/trials`, { to, language }),
    onDone: setOutcome,
  });
  if (!template.can.includes('try')) return null;
  return (
    <section className="template-trial" aria-label={t('templates.try')}>
      <Space.Compact block>
        <Input
          aria-label={t('templates.tryTo')}
          placeholder={t('templates.tryTo')}
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
        <Button icon={<Send size={14} />} disabled={!to.trim()} loading={send.isPending} onClick={() => send.mutate()}>
          {t('templates.try')}
        </Button>
      </Space.Compact>
      {outcome && (
        <Alert
          type={outcome.is_sent ? 'success' : 'error'}
          showIcon
          title={
            outcome.is_sent
              ? t('templates.tried', { via: outcome.via === 'stand-in' ? t('messages.standIn') : outcome.via })
              : t('templates.notTried', { cause: outcome.cause })
          }
        />
      )}
    </section>
  );
}
