// Proving who one is with an account at a sign-in service: the browser goes there and comes back to the same page.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DepartureView, OwnIdentityView } from '../api/types';
import { api, type Problem } from '../client';
import { problemWords, read } from '../queries';

export function ProveElsewhere() {
  const { t } = useTranslation();
  const { data: identities = [] } = useQuery(read<OwnIdentityView[]>('/session/identities'));
  const leave = useMutation<DepartureView, Problem, string>({
    mutationFn: (provider) =>
      api.post('/session/visits', {
        provider_id: provider,
        errand: 'prove',
        return_to: location.pathname + location.search,
      }),
    onSuccess: ({ address }) => location.assign(address),
  });
  return (
    <>
      <p className="muted">{t('stepUp.elsewhere')}</p>
      {identities
        .filter(({ id }) => id)
        .map(({ provider }) => (
          <Button
            key={provider.id}
            block
            loading={leave.isPending}
            style={{ marginTop: 8 }}
            onClick={() => leave.mutate(provider.id)}
          >
            {t('stepUp.with', { name: provider.name })}
          </Button>
        ))}
      {leave.error && <p className="late">{problemWords(leave.error, t).title}</p>}
    </>
  );
}
