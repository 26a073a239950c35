// The head of a car's page: what it is, its plate, and what its VIN says.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Car, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { VehicleView, VinView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { dateTime } from '../../shared/format';
import { read } from '../../shared/queries';
import { CarName, carName } from '../../shared/ui/CarName';
import { CopyButton } from '../../shared/ui/Copy';
import { Deed } from '../../shared/ui/Deed';
import { Tag } from '../../shared/ui/faces';
import { PlateBadge } from '../../shared/ui/PlateBadge';
import { useRecordReason } from '../session/session';
import { useVehicleDeed } from './edit';

export function VehicleHead({ vehicle }: { vehicle: VehicleView }) {
  const { t } = useTranslation();
  const { energy, trim, model_year, colour, number, store } = vehicle;
  const year = model_year && t('vehicle.modelYear', { year: model_year });
  return (
    <>
      <DeletedBand vehicle={vehicle} />
      <div className="profile-who">
        <span className={`vehicle-face ${energy === 'electric' ? 'tone-green' : 'tone-blue'}`}>
          <Car size={26} aria-hidden />
        </span>
        <div className="vehicle-names">
          <h2>
            <span>
              <CarName car={vehicle} />
            </span>
            {energy && (
              <Tag tone={energy === 'petrol' || energy === 'diesel' ? 'slate' : 'green'}>{t(`energy.${energy}`)}</Tag>
            )}
          </h2>
          <p className="profile-line">{[trim, year, colour, store.name, number].filter(Boolean).join(' · ')}</p>
        </div>
        <span className="spring" />
        {vehicle.plate && <PlateBadge plate={vehicle.plate.plate} size="large" />}
      </div>
      {vehicle.vin && <Vin vin={vehicle.vin} />}
    </>
  );
}

/** The VIN in its three parts, the maker and year it names, and a warning when its check digit does not fit. */
function Vin({ vin }: { vin: VinView }) {
  const { t } = useTranslation();
  const parts: [string, string][] = [
    [vin.vin.slice(0, 3), t('vehicle.vinMaker')],
    [vin.vin.slice(3, 8), t('vehicle.vinModel')],
    [vin.vin.slice(8, 9), t('vehicle.vinCheck')],
    [vin.vin.slice(9, 10), t('vehicle.vinYear')],
    [vin.vin.slice(10), t('vehicle.vinSerial')],
  ];
  const region =
    vin.country && new Intl.DisplayNames([document.documentElement.lang], { type: 'region' }).of(vin.country);
  const says = [vin.maker, region, vin.model_year && t('vehicle.modelYear', { year: vin.model_year })];
  return (
    <div className="vin">
      <span className="vin-letters" role="img" aria-label={`VIN ${vin.vin}`}>
        {parts.map(([letters, meaning], index) => (
          <span key={meaning} title={meaning} className={index === 2 && !vin.is_valid ? 'late' : ''}>
            {letters}
          </span>
        ))}
      </span>
      <CopyButton text={vin.vin} label={t('vehicle.copyVin')} />
      <span className="muted">{says.filter(Boolean).join(' · ')}</span>
      {!vin.is_valid && (
        <span className="vin-warning">
          <TriangleAlert size={13} />
          {vin.expected_check ? t('vehicle.vinExpected', { digit: vin.expected_check }) : t('vehicle.vinInvalid')}
        </span>
      )}
    </div>
  );
}

function DeletedBand({ vehicle }: { vehicle: VehicleView }) {
  const { t } = useTranslation();
  const why = useRecordReason(vehicle.can)('restore');
  const restore = useVehicleDeed(vehicle, () => api.put(`/vehicles/${vehicle.id}/restoration`), t('vehicle.restored'));
  if (vehicle.merged_into) return <MergedBand into={vehicle.merged_into} />;
  if (!vehicle.deleted_at) return null;
  return (
    <div className="profile-deleted" role="status">
      <span>{t('vehicle.deletedBand', { at: dateTime(vehicle.deleted_at) })}</span>
      <Deed size="small" reason={why} loading={restore.isPending} onClick={() => restore.mutate()}>
        {t('profile.restore')}
      </Deed>
    </div>
  );
}

/** The record lives on in another, which may be out of reach. */
function MergedBand({ into }: { into: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...read<VehicleView>(`/vehicles/${into}`), retry: false });
  return (
    <div className="profile-deleted" role="status">
      <span>{t('merge.car.mergedBand')}</span>
      {data && (
        <Link to="/vehicles/$id" params={{ id: into }} className="link">
          {carName(data, t)} · {data.number}
        </Link>
      )}
    </div>
  );
}
