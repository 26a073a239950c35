// Browsers the house may write to: this one can be added, each tried and taken away.
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { BellRing } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PushKey, PushSubscriptionView, PushTrial } from '../../shared/api/types';
import { api } from '../../shared/client';
import { relativeDay } from '../../shared/format';
import { read, useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { ErrorState } from '../../shared/ui/states';
import { deviceWords } from './device';
import { canBeWrittenTo, subscribed } from './push';

const TOUCHED = () => [['push-subscriptions']];

export function Browsers() {
  const { t } = useTranslation();
  const key = useQuery(read<PushKey>('/push-key'));
  const browsers = useQuery(read<PushSubscriptionView[]>('/push-subscriptions'));
  const add = useWrite<string, PushSubscriptionView>({
    deed: async (publicKey) => {
      const subscription = await subscribed(publicKey);
      return api.post('/push-subscriptions', { subscription, browser: deviceWords(navigator.userAgent).slice(0, 60) });
    },
    touches: TOUCHED,
    done: () => t('settings.push.added'),
  });
  const publicKey = key.data?.public_key;
  const reason = publicKey ? null : t('settings.push.notSetUp');
  return (
    <section className="card">
      <header>
        <h2>{t('settings.push.title')}</h2>
        <span className="muted">{t('settings.push.hint')}</span>
      </header>
      <div className="inside devices">
        {browsers.error && !browsers.data && (
          <ErrorState failure={browsers.error} onRetry={() => void browsers.refetch()} />
        )}
        {browsers.data?.map((browser) => (
          <Browser key={browser.id} browser={browser} />
        ))}
        <div>
          <Deed
            icon={<BellRing size={14} />}
            reason={canBeWrittenTo() ? reason : t('settings.push.unable')}
            loading={add.isPending}
            onClick={() => publicKey && add.mutate(publicKey)}
          >
            {t('settings.push.add')}
          </Deed>
        </div>
      </div>
    </section>
  );
}

function Browser({ browser }: { browser: PushSubscriptionView }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const path = `/push-subscriptions/${browser.id}`;
  const attempt = useWrite<void, PushTrial>({
    deed: () => api.post<PushTrial>(`${path}/tests`),
    touches: TOUCHED,
    onDone: ({ is_sent, cause }) =>
      is_sent
        ? void message.success(t('settings.push.sent'))
        : void message.error(t('settings.push.failed', { cause })),
  });
  const remove = useWrite<void>({
    deed: () => api.remove(path),
    touches: TOUCHED,
    done: () => t('settings.push.removed'),
  });
  return (
    <div>
      <BellRing size={18} />
      <div className="two-lines">
        <b>{browser.browser}</b>
        <span className="num">{t('settings.account.since', { when: relativeDay(browser.created_at) })}</span>
      </div>
      <Button size="small" loading={attempt.isPending} onClick={() => attempt.mutate()}>
        {t('settings.push.test')}
      </Button>
      <Button size="small" loading={remove.isPending} onClick={() => remove.mutate()}>
        {t('settings.push.remove')}
      </Button>
    </div>
  );
}
