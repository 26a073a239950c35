// One car: what it is, what is due, how it is, who has it, and everything that happened to it.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { VehicleProfile } from '../../shared/api/types';
import { useKeys } from '../../shared/keys';
import { useIsPhone } from '../../shared/media';
import { useNeighbours } from '../../shared/neighbours';
import { read } from '../../shared/queries';
import { DueDates } from '../../shared/ui/DueDates';
import { PageHead } from '../../shared/ui/PageHead';
import { ErrorState } from '../../shared/ui/states';
import { Timeline } from '../../shared/ui/timeline/Timeline';
import { ProfileBones } from '../customers/profile/ProfileBones';
import '../customers/profile/profile.css';
import { TaskItem } from '../customers/profile/TaskItem';
import { ClocksCard } from './Clocks';
import { touchedBy } from './edit';
import { FaultsCard } from './Faults';
import { HealthCard } from './Health';
import { MileageCard } from './Mileage';
import { RecallsCard } from './Recalls';
import { VehicleHead } from './VehicleHead';
import { VehicleHeadDeeds } from './VehicleHeadDeeds';
import { VehicleRail } from './VehicleRail';
import './vehicles.css';
import { carName } from '../../shared/ui/CarName';

export function VehiclePage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/staff/vehicles/$id' });
  const navigate = useNavigate();
  const isPhone = useIsPhone();
  const profile = useQuery(read<VehicleProfile>(`/vehicles/${id}/profile`));
  const neighbours = useNeighbours('vehicles', id);
  const step = (to: string | null) => to && void navigate({ to: '/vehicles/$id', params: { id: to } });
  useKeys({
    j: () => step(neighbours.next),
    k: () => step(neighbours.previous),
  });
  const vehicle = profile.data?.vehicle;
  return (
    <>
      <PageHead
        title={vehicle ? carName(vehicle, t) : ''}
        crumbs={[{ label: t('page.vehicles'), link: { to: '/vehicles' } }]}
      >
        {vehicle && <VehicleHeadDeeds key={id} vehicle={vehicle} neighbours={neighbours} onStep={step} />}
      </PageHead>
      {profile.data ? (
        <div className="profile" key={id}>
          <div className="profile-main">
            <div className="profile-column vehicle-column">
              <VehicleHead vehicle={profile.data.vehicle} />
              <DueDates due={profile.data.due} />
              <RecallsCard vehicle={profile.data.vehicle} />
              <div className="vehicle-cards">
                <HealthCard vehicle={profile.data.vehicle} />
                <MileageCard profile={profile.data} />
                <ClocksCard vehicle={profile.data.vehicle} />
                <FaultsCard vehicle={profile.data.vehicle} />
              </div>
              {profile.data.tasks.length > 0 && (
                <section aria-label={t('vehicle.tasks')}>
                  <h3 className="vehicle-heading">{t('vehicle.tasks')}</h3>
                  <div className="profile-frame">
                    {profile.data.tasks.map((task) => (
                      <TaskItem key={task.id} task={task} about="vehicle" />
                    ))}
                  </div>
                </section>
              )}
              {isPhone && <VehicleRail profile={profile.data} />}
              <Timeline
                path={`/vehicles/${id}/timeline`}
                first={profile.data.timeline}
                touches={touchedBy(profile.data.vehicle)}
                about="vehicle"
              />
            </div>
          </div>
          {!isPhone && (
            <aside className="profile-rail" aria-label={t('vehicle.about')}>
              <VehicleRail profile={profile.data} />
            </aside>
          )}
        </div>
      ) : profile.error ? (
        <ErrorState failure={profile.error} onRetry={() => void profile.refetch()} />
      ) : (
        <ProfileBones />
      )}
    </>
  );
}
