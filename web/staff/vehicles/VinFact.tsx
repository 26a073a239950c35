// The VIN among the facts of a car: replaced in place, with its check digit watched.
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VehicleView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { pressed } from '../../shared/keys';
import { sendBeside, withOwn } from '../../shared/saves';
import { useVehicleDeed } from './edit';
import { useVin, VIN_LENGTH, VinReading } from './new/VinReading';

export function VinFact({ vehicle, reason }: { vehicle: VehicleView; reason: string | null }) {
  const { t } = useTranslation();
  const [isEditing, setEditing] = useState(false);
  return (
    <>
      <dt>{t('attribute.vin')}</dt>
      <dd>
        {isEditing ? (
          <VinEditor vehicle={vehicle} onClose={() => setEditing(false)} />
        ) : (
          <button
            type="button"
            className="in-place"
            disabled={reason !== null}
            title={reason ?? ''}
            aria-label={t('edit.field', { field: t('attribute.vin') })}
            onClick={() => setEditing(true)}
          >
            {vehicle.vin ? (
              <span className="num">{vehicle.vin.vin}</span>
            ) : (
              <span className="empty">{t('edit.empty')}</span>
            )}
          </button>
        )}
      </dd>
    </>
  );
}

function VinEditor({ vehicle, onClose }: { vehicle: VehicleView; onClose: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(vehicle.vin?.vin ?? '');
  // The car as it was when the editor was opened, or as the server told with its last refusal.
  const [seen, setSeen] = useState(vehicle);
  const [isConfirmed, setConfirmed] = useState(false);
  const reading = useVin(typed);
  const mustConfirm = reading.reading?.is_valid === false;
  const path = `/vehicles/${vehicle.id}`;
  const save = useVehicleDeed(
    vehicle,
    () =>
      sendBeside(
        withOwn(path, seen),
        (view) => view.vin?.vin,
        (version) =>
          api.patch(path, { vin: typed || null, ...(mustConfirm ? { confirm_vin: true } : {}) }, { version }),
      ),
    t('common.saved'),
    // The refusal says that a colleague was faster; saving again replaces theirs knowingly.
    ({ status, current }) => {
      if (status === 412 && current) setSeen(current as VehicleView);
      return false;
    },
  );
  const isReady = typed === '' || (typed.length === VIN_LENGTH && (!mustConfirm || isConfirmed));
  const submit = () => {
    if (isReady) save.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <div className="vin-editor">
      <Input
        autoFocus
        size="small"
        className="num"
        value={typed}
        maxLength={VIN_LENGTH}
        aria-label={t('attribute.vin')}
        onChange={(event) => setTyped(event.target.value.toUpperCase().replace(/\s/g, ''))}
        onKeyDown={(event) => {
          if (pressed(event) === 'Escape') onClose();
          if (pressed(event) === 'Enter') submit();
        }}
      />
      <VinReading {...reading} />
      {mustConfirm && (
        <Checkbox checked={isConfirmed} onChange={(event) => setConfirmed(event.target.checked)}>
          {t('vehicle.confirmVin')}
        </Checkbox>
      )}
      <span className="vin-editor-foot">
        <Button size="small" type="text" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button size="small" type="primary" disabled={!isReady} loading={save.isPending} onClick={submit}>
          {t('common.save')}
        </Button>
      </span>
    </div>
  );
}
