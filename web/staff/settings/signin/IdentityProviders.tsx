// The group's own sign-in services: added, tried, changed and removed.
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderCheck, ProviderView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { read, useWrite } from '../../../shared/queries';
import { Tag } from '../../../shared/ui/faces';
import { CardHead } from '../CardHead';
import { ProviderForm } from './ProviderForm';

export function IdentityProviders() {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const { data: providers = [] } = useQuery(read<ProviderView[]>('/identity-providers'));
  const [open, setOpen] = useState<ProviderView | 'new' | null>(null);
  const check = useWrite<ProviderView, ProviderCheck>({
    deed: ({ id }) => api.post(`/identity-providers/${id}/checks`),
    onDone: ({ keys }) => void message.success(t('identity.answers', { count: keys })),
  });
  const remove = useWrite<ProviderView>({
    deed: ({ id }) => api.remove(`/identity-providers/${id}`),
    touches: () => [['identity-providers'], ['sign-in', 'providers']],
    done: () => t('identity.removed'),
  });
  const askToRemove = (provider: ProviderView) =>
    modal.confirm({
      title: t('identity.removeTitle', { name: provider.name }),
      content: t('identity.removeHint'),
      okText: t('identity.remove'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(provider).catch(() => undefined),
    });
  return (
    <section className="card" aria-label={t('identity.providers')}>
      <CardHead title={t('identity.providers')} hint={t('identity.providersHint')}>
        <Button size="small" icon={<Plus size={13} />} onClick={() => setOpen('new')}>
          {t('identity.new')}
        </Button>
      </CardHead>
      <div className="inside devices">
        {providers.length === 0 && <p className="muted">{t('identity.noProviders')}</p>}
        {providers.map((provider) => (
          <div key={provider.id}>
            <div className="two-lines">
              <b>
                {provider.name}{' '}
                <Tag hasDot {...(provider.is_on ? { tone: 'green' } : {})}>
                  {t(provider.is_on ? 'identity.on' : 'identity.off')}
                </Tag>
              </b>
              <span className="cut">{provider.issuer}</span>
            </div>
            <Button
              size="small"
              loading={check.isPending && check.variables?.id === provider.id}
              aria-label={t('identity.checkOf', { name: provider.name })}
              onClick={() => check.mutate(provider)}
            >
              {t('identity.check')}
            </Button>
            <Button
              size="small"
              aria-label={t('identity.changeOf', { name: provider.name })}
              onClick={() => setOpen(provider)}
            >
              {t('settings.edit')}
            </Button>
            <Button
              size="small"
              danger
              aria-label={t('identity.removeOf', { name: provider.name })}
              onClick={() => askToRemove(provider)}
            >
              {t('identity.remove')}
            </Button>
          </div>
        ))}
      </div>
      {open && <ProviderForm provider={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </section>
  );
}
