// Where the day begins: what is due, how the business stands, what has just happened.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { HomeView } from '../../shared/api/types';
import { read } from '../../shared/queries';
import { PageHead } from '../../shared/ui/PageHead';
import { Bone, ErrorState, Skeleton } from '../../shared/ui/states';
import { usePower, useSession, useStoreChoice } from '../session/session';
import { Figures } from './Figures';
import './home.css';
import { MyDay } from './MyDay';
import { NewCustomers } from './NewCustomers';
import { Recent } from './Recent';
import { Stages } from './Stages';
import { VehicleFigures } from './VehicleFigures';

export function HomePage() {
  const { t } = useTranslation();
  const { staff, group } = useSession();
  const { may } = usePower();
  const { store } = useStoreChoice();
  const home = useQuery(read<HomeView>('/home', { store: store?.id }));
  return (
    <>
      <PageHead
        title={t('page.home')}
        beside={<span className="home-greeting muted">{greeting(staff.name, store?.name ?? group.name, t)}</span>}
      />
      <div className="page-body">
        {home.data ? (
          may('see_customers') ? (
            <div className="home">
              <Figures home={home.data} />
              <MyDay home={home.data} />
              <Stages stages={home.data.stages} />
              <NewCustomers weeks={home.data.new_by_week} />
              <Recent entries={home.data.recent} />
            </div>
          ) : (
            <div className="home without-customers">
              {may('see_vehicles') && <VehicleFigures storeId={store?.id} />}
              <MyDay home={home.data} />
            </div>
          )
        ) : home.error ? (
          <ErrorState failure={home.error} onRetry={() => void home.refetch()} />
        ) : (
          <HomeBones />
        )}
      </div>
    </>
  );
}

function greeting(name: string, place: string, t: (key: string, words: Record<string, string>) => string): string {
  const hour = new Date().getHours();
  const time = hour < 6 ? 'night' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening';
  return t(`home.greeting.${time}`, { name, place });
}

function HomeBones() {
  const { t } = useTranslation();
  return (
    <div className="home" role="status" aria-label={t('common.loading')}>
      <div className="home-figures">
        {['a', 'b', 'c', 'd', 'e'].map((key) => (
          <div key={key}>
            <Bone width="50%" />
            <Bone width="70%" height={22} />
          </div>
        ))}
      </div>
      <div className="card inside">
        <Skeleton lines={6} />
      </div>
      <div className="card inside">
        <Skeleton lines={6} />
      </div>
    </div>
  );
}
