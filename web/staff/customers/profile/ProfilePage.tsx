// The customer as a whole: who they are, their cars, what to do next, and everything that happened.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { App } from 'antd';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileView } from '../../../shared/api/types';
import { Problem } from '../../../shared/client';
import { useKeys } from '../../../shared/keys';
import { useIsPhone } from '../../../shared/media';
import { useNeighbours } from '../../../shared/neighbours';
import { read } from '../../../shared/queries';
import { PageHead } from '../../../shared/ui/PageHead';
import { ErrorState } from '../../../shared/ui/states';
import { PendingBand } from '../../verified/VerifyDialog';
import { useStar } from './deeds';
import { DeletedBand, FactStrip, Portrait, Who } from './Head';
import { HeadDeeds } from './HeadDeeds';
import { ProfileBones } from './ProfileBones';
import '../customers.css';
import './profile.css';
import { Rail } from './rail/Rail';
import { Suggestions } from './Suggestions';
import type { ProfileTab } from './search';
import { ProfileTabs } from './Tabs';

export function ProfilePage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/staff/customers/$id' });
  const { tab = 'timeline' } = useSearch({ from: '/staff/customers/$id' });
  const navigate = useNavigate({ from: '/customers/$id' });
  const isPhone = useIsPhone();
  const profile = useQuery(read<ProfileView>(`/customers/${id}/profile`));
  const neighbours = useNeighbours('customers', id);
  const star = useStar(profile.data?.customer);
  useLeadOn(profile.error);
  const composer = useRef<HTMLTextAreaElement>(null);

  const openTab = useCallback(
    (next: ProfileTab) =>
      navigate({ search: { tab: next === 'timeline' ? undefined : next }, replace: true, resetScroll: false }),
    [navigate],
  );
  const write = () => void openTab('timeline').then(() => requestAnimationFrame(() => composer.current?.focus()));
  const step = (to: string | null) =>
    to && void navigate({ to: '/customers/$id', params: { id: to }, search: tab === 'timeline' ? {} : { tab } });
  useKeys({
    j: () => step(neighbours.next),
    k: () => step(neighbours.previous),
    n: write,
    s: () => star.mutate(),
  });

  const customer = profile.data?.customer;
  return (
    <>
      <PageHead title={customer?.name ?? ''} crumbs={[{ label: t('page.customers'), link: { to: '/customers' } }]}>
        {customer && (
          <HeadDeeds
            key={id}
            customer={customer}
            neighbours={neighbours}
            onStep={step}
            onStar={() => star.mutate()}
            onWrite={write}
            onMessage={() => void openTab('messages')}
          />
        )}
      </PageHead>
      {profile.data ? (
        <div className="profile" key={id}>
          <div className="profile-main">
            <div className="profile-column">
              <DeletedBand customer={profile.data.customer} />
              <Who customer={profile.data.customer} facts={profile.data.facts} />
              <PendingBand customerId={id} />
              <FactStrip facts={profile.data.facts} onComplete={() => void openTab('details')} />
              <Portrait sentence={profile.data.portrait} />
              <Suggestions profile={profile.data} />
              <ProfileTabs profile={profile.data} tab={tab} onTab={(next) => void openTab(next)} composer={composer} />
            </div>
          </div>
          {!isPhone && <Rail profile={profile.data} />}
        </div>
      ) : profile.error ? (
        <ErrorState failure={profile.error} onRetry={() => void profile.refetch()} />
      ) : (
        <ProfileBones />
      )}
    </>
  );
}

/** A record that was merged leads to the one in which it lives on. */
function useLeadOn(failure: Error | null) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const kept = failure instanceof Problem ? failure.kept : null;
  useEffect(() => {
    if (!kept) return;
    void message.info(t('merge.led'));
    void navigate({ to: '/customers/$id', params: { id: kept }, replace: true });
  }, [kept, message, navigate, t]);
}
