// The customer's cars at a glance: plate, mileage, what is due, condition.
import { Link } from '@tanstack/react-router';
import { Car } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileVehicle, ProfileView } from '../../../../shared/api/types';
import { kilometres, monthDay, relativeDay } from '../../../../shared/format';
import { CarName } from '../../../../shared/ui/CarName';
import { HealthBar } from '../../../../shared/ui/HealthBar';
import { PlateBadge } from '../../../../shared/ui/PlateBadge';
import { usePower } from '../../../session/session';
import { NewVehicleDrawer } from '../../../vehicles/new/NewVehicleDrawer';
import { RecallMark } from '../../../vehicles/RecallMark';
import { RailSection } from './RailSection';

const SHOWN = 4;

export function RailVehicles({ profile }: { profile: ProfileView }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const [isAdding, setAdding] = useState(false);
  const present = profile.vehicles.filter((vehicle) => vehicle.until === null);
  return (
    <RailSection
      title={t('profile.vehicles')}
      add={{
        label: t('profile.addVehicle'),
        words: t('common.add'),
        reason: reason('edit_vehicles'),
        onAdd: () => setAdding(true),
      }}
    >
      {present.length === 0 && <p className="muted">{t('profile.noVehicles')}</p>}
      {present.slice(0, SHOWN).map((vehicle) => (
        <VehicleCard key={`${vehicle.id} ${vehicle.role}`} vehicle={vehicle} />
      ))}
      {present.length > SHOWN && (
        <Link to="." search={{ tab: 'vehicles' }} className="link">
          +{present.length - SHOWN}
        </Link>
      )}
      <NewVehicleDrawer isOpen={isAdding} onClose={() => setAdding(false)} owner={profile.customer} />
    </RailSection>
  );
}

function VehicleCard({ vehicle }: { vehicle: ProfileVehicle }) {
  const { t } = useTranslation();
  const soonest = [...vehicle.due].sort((one, other) => one.on.localeCompare(other.on)).slice(0, 2);
  return (
    <Link to="/vehicles/$id" params={{ id: vehicle.id }} className="rail-vehicle">
      <span className="line">
        <Car size={16} aria-hidden />
        <b className="cut">
          <CarName car={vehicle} />
        </b>
        {vehicle.role !== 'owner' && <span className="muted">{t(`role.${vehicle.role}`)}</span>}
        {vehicle.has_open_recall && <RecallMark />}
        {vehicle.plate && <PlateBadge plate={vehicle.plate} size="small" />}
      </span>
      <span className="line amounts num">
        <span>{kilometres(vehicle.mileage_km)}</span>
        {soonest.map((due) => (
          <span key={due.kind} className={due.state === 'later' ? '' : due.state} title={relativeDay(due.on)}>
            {t(`due.${due.kind}`)} {monthDay(due.on)}
          </span>
        ))}
      </span>
      {vehicle.health !== null && (
        <HealthBar label={t('profile.health', { value: vehicle.health })} value={vehicle.health} isBare />
      )}
    </Link>
  );
}
