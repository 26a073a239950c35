// How battery, tyres and brakes are; each value edited in place.
import { useTranslation } from 'react-i18next';
import type { VehicleView } from '../../shared/api/types';
import { Editable } from '../../shared/ui/Editable';
import { HealthBar } from '../../shared/ui/HealthBar';
import { attributeName } from '../../shared/ui/timeline/attribute';
import { useRecordReason } from '../session/session';
import { useVehicleEdit } from './edit';

const PARTS = ['battery_health', 'tyre_health', 'brake_health'] as const;

export function HealthCard({ vehicle }: { vehicle: VehicleView }) {
  const { t } = useTranslation();
  const edit = useVehicleEdit(vehicle);
  const why = useRecordReason(vehicle.can)('edit');
  return (
    <section className="card" aria-label={t('vehicle.health')}>
      <header>
        <h2>{t('vehicle.health')}</h2>
        {vehicle.health !== null && (
          <span className="muted num">{t('vehicle.healthOf', { value: vehicle.health })}</span>
        )}
      </header>
      <div className="inside health-parts">
        {PARTS.map((part) => (
          <Editable
            key={part}
            label={attributeName(part, t)}
            value={vehicle[part]}
            editor={{ kind: 'number', most: 100, unit: '%' }}
            reason={why}
            onSave={(value) => edit.save({ [part]: value })}
          >
            {vehicle[part] === null ? (
              <span className="health-line">
                <span className="muted">{attributeName(part, t)}</span>
                <span className="muted">{t('vehicle.notMeasured')}</span>
              </span>
            ) : (
              <HealthBar label={attributeName(part, t)} value={vehicle[part]} />
            )}
          </Editable>
        ))}
      </div>
      {edit.dialog}
    </section>
  );
}
