// One customer on a page of their own.
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ProfileView } from '../../shared/api/types';
import { read } from '../../shared/queries';
import { PageHead } from '../../shared/ui/PageHead';
import { ErrorState, Skeleton } from '../../shared/ui/states';
import { CustomerPreview } from './CustomerPreview';

export function CustomerPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/staff/customers/$id' });
  const profile = useQuery(read<ProfileView>(`/customers/${id}/profile`));
  return (
    <>
      <PageHead
        title={profile.data?.customer.name ?? ''}
        crumbs={[{ label: t('page.customers'), link: { to: '/customers' } }]}
      />
      <div className="page-body">
        {profile.data ? (
          <CustomerPreview profile={profile.data} />
        ) : profile.error ? (
          <ErrorState failure={profile.error} onRetry={() => void profile.refetch()} />
        ) : (
          <Skeleton lines={8} />
        )}
      </div>
    </>
  );
}
