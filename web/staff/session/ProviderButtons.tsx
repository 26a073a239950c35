// Signing in with a service of the group's own.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Divider } from 'antd';
import { LogIn } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DepartureView, OfferedProvider } from '../../shared/api/types';
import { api, type Problem } from '../../shared/client';
import { problemWords, read } from '../../shared/queries';

/** One button per service; nothing where no group has one. */
export function ProviderButtons({ returnTo }: { returnTo: string | undefined }) {
  const { t } = useTranslation();
  const { data: providers = [] } = useQuery(read<OfferedProvider[]>('/sign-in/providers'));
  const leave = useMutation<DepartureView, Problem, string>({
    mutationFn: (provider) => api.post('/sign-in/visits', { provider_id: provider, return_to: returnTo }),
    onSuccess: ({ address }) => location.assign(address),
  });
  if (providers.length === 0) return null;
  return (
    <div className="providers">
      <Divider plain>{t('session.or')}</Divider>
      {providers.map(({ id, name }) => (
        <Button
          key={id}
          size="large"
          block
          icon={<LogIn size={15} />}
          loading={leave.isPending && leave.variables === id}
          onClick={() => leave.mutate(id)}
        >
          {t('session.with', { name })}
        </Button>
      ))}
      {leave.error && (
        <p className="door-problem" role="alert">
          {problemWords(leave.error, t).title}
        </p>
      )}
    </div>
  );
}
