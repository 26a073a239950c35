// The figures of someone who sees cars but no customers: how many there are, and what is due on them.
import { useTranslation } from 'react-i18next';
import { useCounted } from '../../shared/counted';
import { count, NOTHING } from '../../shared/format';
import { Figure } from './Figures';

const DUE = [
  { word: 'serviceDue', filter: 'next_service:within_days:30', sort: 'next_service' },
  { word: 'insuranceDue', filter: 'insurance_until:within_days:30', sort: 'insurance_until' },
  { word: 'inspectionDue', filter: 'inspection_until:within_days:30', sort: undefined },
];

/** `storeId` narrows them to one store. */
export function VehicleFigures({ storeId }: { storeId: string | undefined }) {
  const { t } = useTranslation();
  const all = useVehicleCount(storeId);
  return (
    <div className="home-figures of-vehicles">
      <Figure label={t('home.vehicles')} value={all} link={{ to: '/vehicles' }} />
      {DUE.map((due) => (
        <DueFigure key={due.word} {...due} storeId={storeId} />
      ))}
    </div>
  );
}

function DueFigure({ word, filter, sort, storeId }: (typeof DUE)[number] & { storeId: string | undefined }) {
  const { t } = useTranslation();
  return (
    <Figure
      label={t(`home.${word}`)}
      value={useVehicleCount(storeId, filter)}
      link={{ to: '/vehicles', search: { filter: [filter], ...(sort ? { sort } : {}) } }}
      below={t('home.within30')}
    />
  );
}

function useVehicleCount(storeId: string | undefined, filter?: string): string {
  const filters = [...(storeId ? [`store:any_of:${storeId}`] : []), ...(filter ? [filter] : [])];
  const data = useCounted('/vehicles/count', { filter: filters });
  return data ? count(data) : NOTHING;
}
