// A plate that other cars bear too: which ones, and ending it on this one.
import { Link } from '@tanstack/react-router';
import { Alert, DatePicker, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VehicleView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { plate as plateWords } from '../../shared/format';
import { useVehicleDeed } from './edit';

export function PlateTwins({ vehicle }: { vehicle: VehicleView }) {
  const { t } = useTranslation();
  const { plate, plate_twins: twins, has_unseen_plate_twin: hasUnseen } = vehicle;
  if (!plate || (twins.length === 0 && !hasUnseen)) return null;
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 8 }}
      title={t('vehicle.plateTwins', { plate: plateWords(plate.plate) })}
      description={
        <>
          {twins.map((car) => (
            <p key={car.id}>
              <Link to="/vehicles/$id" params={{ id: car.id }} className="link">
                {car.name}
              </Link>{' '}
              <span className="second">
                {car.number} · {car.store.name}
              </span>{' '}
              {vehicle.can.includes('merge') && (
                <Link to="/vehicles/$id/merge/$other" params={{ id: vehicle.id, other: car.id }} className="link">
                  {t('merge.car.withTwin')}
                </Link>
              )}
            </p>
          ))}
          {hasUnseen && <p>{t('vehicle.plateTwinUnseen')}</p>}
          <p className="second">{t('vehicle.plateTwinsHint')}</p>
        </>
      }
    />
  );
}

/** The plate of the car ends: on which day. */
export function EndPlate({ vehicle, onClose }: { vehicle: VehicleView; onClose: () => void }) {
  const { t } = useTranslation();
  const [until, setUntil] = useState<Dayjs>(() => dayjs());
  const begun = vehicle.plates.find((carried) => !carried.until)?.since;
  const end = useVehicleDeed(
    vehicle,
    () => api.remove(`/vehicles/${vehicle.id}/plate?until=${until.format('YYYY-MM-DD')}`),
    t('common.saved'),
  );
  return (
    <Modal
      open
      width={380}
      title={t('vehicle.endPlate')}
      okText={t('vehicle.endPlateOn')}
      confirmLoading={end.isPending}
      onOk={() => end.mutate(undefined, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <p className="second">{t('vehicle.endPlateHint')}</p>
      <div className="small-form">
        <label htmlFor="plate-until">{t('vehicle.lastDay')}</label>
        <DatePicker
          id="plate-until"
          allowClear={false}
          value={until}
          maxDate={dayjs()}
          {...(begun ? { minDate: dayjs(begun) } : {})}
          onChange={(day) => day && setUntil(day)}
        />
      </div>
    </Modal>
  );
}
