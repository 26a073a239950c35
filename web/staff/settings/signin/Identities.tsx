// One's own accounts at the group's sign-in services.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DepartureView, OwnIdentityView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { date, relativeDay } from '../../../shared/format';
import { read, useWrite } from '../../../shared/queries';
import { CardHead } from '../CardHead';

/** Nothing where the group has no such service. */
export function Identities() {
  const { t } = useTranslation();
  const { data: identities = [] } = useQuery(read<OwnIdentityView[]>('/session/identities'));
  const link = useWrite<string, DepartureView>({
    deed: (provider) =>
      api.post('/session/visits', { provider_id: provider, errand: 'link', return_to: '/settings/account' }),
    onDone: ({ address }) => location.assign(address),
  });
  const unlink = useWrite<string>({
    deed: (id) => api.remove(`/session/identities/${id}`),
    touches: () => [['session', 'identities']],
    done: () => t('identity.unlinked'),
  });
  if (identities.length === 0) return null;
  return (
    <section className="card" aria-label={t('identity.title')}>
      <CardHead title={t('identity.title')} hint={t('identity.hint')} />
      <div className="inside devices">
        {identities.map(({ provider, id, linked_at, seen_at }) => (
          <div key={provider.id}>
            <div className="two-lines">
              <b>{provider.name}</b>
              <span className="num">
                {linked_at && seen_at
                  ? t('identity.since', { when: date(linked_at), seen: relativeDay(seen_at) })
                  : t('identity.none')}
              </span>
            </div>
            {id ? (
              <Button
                size="small"
                loading={unlink.isPending}
                aria-label={t('identity.unlinkOf', { name: provider.name })}
                onClick={() => unlink.mutate(id)}
              >
                {t('identity.unlink')}
              </Button>
            ) : (
              <Button
                size="small"
                loading={link.isPending}
                aria-label={t('identity.linkOf', { name: provider.name })}
                onClick={() => link.mutate(provider.id)}
              >
                {t('identity.link')}
              </Button>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}
