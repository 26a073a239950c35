// The customer's cars in full: plate, due dates, condition, and what the customer is to each.
import { Link } from '@tanstack/react-router';
import { Car, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileVehicle, ProfileView } from '../../../../shared/api/types';
import { kilometres } from '../../../../shared/format';
import { CarName } from '../../../../shared/ui/CarName';
import { Deed } from '../../../../shared/ui/Deed';
import { DueDates } from '../../../../shared/ui/DueDates';
import { Tag } from '../../../../shared/ui/faces';
import { HealthBar } from '../../../../shared/ui/HealthBar';
import { PlateBadge } from '../../../../shared/ui/PlateBadge';
import { Empty } from '../../../../shared/ui/states';
import { usePower } from '../../../session/session';
import { NewVehicleDrawer } from '../../../vehicles/new/NewVehicleDrawer';
import { periodWords } from '../../../vehicles/period';
import { RecallMark } from '../../../vehicles/RecallMark';

export function VehiclesTab({ profile }: { profile: ProfileView }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const [isAdding, setAdding] = useState(false);
  const why = reason('edit_vehicles');
  return (
    <div className="profile-section">
      {profile.vehicles.map((vehicle) => (
        <VehicleCard key={`${vehicle.id} ${vehicle.role}`} vehicle={vehicle} />
      ))}
      {profile.vehicles.length === 0 ? (
        <Empty icon={Car} title={t('profile.noVehicles')} hint={t('profile.noVehiclesHint')}>
          <Deed type="primary" reason={why} icon={<Plus size={14} />} onClick={() => setAdding(true)}>
            {t('profile.addVehicle')}
          </Deed>
        </Empty>
      ) : (
        <div>
          <Deed reason={why} icon={<Plus size={14} />} onClick={() => setAdding(true)}>
            {t('profile.addVehicle')}
          </Deed>
        </div>
      )}
      <NewVehicleDrawer isOpen={isAdding} onClose={() => setAdding(false)} owner={profile.customer} />
    </div>
  );
}

function VehicleCard({ vehicle }: { vehicle: ProfileVehicle }) {
  const { t } = useTranslation();
  const isFormer = vehicle.until !== null;
  const period = periodWords(vehicle.since, vehicle.until, t);
  return (
    <article className={`vehicle-wide${isFormer ? ' former' : ''}`}>
      <header>
        <h3>
          <Link to="/vehicles/$id" params={{ id: vehicle.id }}>
            <CarName car={vehicle} />
          </Link>
        </h3>
        <Tag tone={vehicle.role === 'owner' ? 'teal' : 'slate'}>{t(`role.${vehicle.role}`)}</Tag>
        {vehicle.energy && (
          <Tag tone={vehicle.energy === 'petrol' ? 'slate' : 'green'}>{t(`energy.${vehicle.energy}`)}</Tag>
        )}
        {vehicle.has_open_recall && <RecallMark />}
        <span className="spring" />
        {vehicle.plate && <PlateBadge plate={vehicle.plate} />}
      </header>
      <p className="muted num">
        {[vehicle.trim, vehicle.colour, vehicle.vin, kilometres(vehicle.mileage_km), period]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <DueDates due={vehicle.due} />
      {vehicle.health !== null && <HealthBar label={t('vehicle.health')} value={vehicle.health} />}
    </article>
  );
}
