// The odometer over time, and a new reading of it.
import { DatePicker, InputNumber, Modal, Segmented } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { Gauge } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VehicleProfile, VehicleView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { kilometres, relativeDay } from '../../shared/format';
import { problemWords } from '../../shared/queries';
import { LineChart } from '../../shared/ui/LineChart';
import { useVehicleDeed } from './edit';

export function MileageCard({ profile }: { profile: VehicleProfile }) {
  const { t } = useTranslation();
  const { vehicle, mileage, km_per_month } = profile;
  const points = mileage.map(({ km, read_at, source }) => ({
    at: read_at,
    value: km,
    note: t(`mileageSource.${source}`, { defaultValue: source }),
  }));
  return (
    <section className="card" aria-label={t('attribute.mileage_km')}>
      <header>
        <h2>{t('attribute.mileage_km')}</h2>
        <b className="num">{kilometres(vehicle.mileage_km)}</b>
        {vehicle.mileage_at && <span className="muted">{relativeDay(vehicle.mileage_at)}</span>}
        <span className="spring" />
        {km_per_month !== null && (
          <span className="muted num">{t('vehicle.perMonth', { km: kilometres(km_per_month) })}</span>
        )}
      </header>
      <div className="inside">
        {points.length > 1 ? (
          <LineChart points={points} unit="km" label={t('vehicle.mileageChart', { count: points.length })} />
        ) : (
          <p className="mileage-none muted">
            <Gauge size={16} aria-hidden /> {t(points.length === 1 ? 'vehicle.mileageOne' : 'vehicle.mileageNone')}
          </p>
        )}
      </div>
    </section>
  );
}

type Source = 'workshop' | 'owner' | 'correction';
const SOURCES: Source[] = ['workshop', 'owner', 'correction'];

export function MileageDialog({ vehicle, onClose }: { vehicle: VehicleView; onClose: () => void }) {
  const { t } = useTranslation();
  const [km, setKm] = useState<number | null>(null);
  const [readAt, setReadAt] = useState<Dayjs>(() => dayjs());
  const [source, setSource] = useState<Source>('workshop');
  const [fault, setFault] = useState<string | null>(null);
  const isBack = km !== null && vehicle.mileage_km !== null && km < vehicle.mileage_km;
  const save = useVehicleDeed(
    vehicle,
    () => api.post(`/vehicles/${vehicle.id}/mileage`, { km, read_at: readAt.toISOString(), source }),
    t('common.saved'),
    (problem) => {
      const said = problem.errors.find((error) => error.field === 'km');
      const isRefused = said !== undefined || problem.status === 409;
      if (isRefused) setFault(said?.message ?? problemWords(problem, t).title);
      return isRefused;
    },
  );
  const submit = () => {
    if (km !== null) save.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <Modal
      open
      width={400}
      title={t('vehicle.addMileage')}
      okText={t('common.save')}
      okButtonProps={{ disabled: km === null }}
      confirmLoading={save.isPending}
      onOk={submit}
      onCancel={onClose}
    >
      <div className="small-form">
        <label htmlFor="mileage-km">{t('attribute.mileage_km')}</label>
        <div>
          <InputNumber
            id="mileage-km"
            autoFocus
            style={{ width: '100%' }}
            value={km}
            min={0}
            max={2_000_000}
            precision={0}
            controls={false}
            suffix="km"
            status={fault ? 'error' : ''}
            placeholder={vehicle.mileage_km === null ? '' : kilometres(vehicle.mileage_km)}
            onChange={(next) => {
              setFault(null);
              setKm(next);
            }}
            onPressEnter={submit}
          />
          {fault && (
            <p className="late" role="alert">
              {fault}
            </p>
          )}
          {!fault && isBack && source !== 'correction' && (
            <p className="soon" role="alert">
              {t('vehicle.mileageBack', { km: kilometres(vehicle.mileage_km) })}
            </p>
          )}
        </div>
        <label htmlFor="mileage-at">{t('vehicle.readAt')}</label>
        <DatePicker
          id="mileage-at"
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          allowClear={false}
          maxDate={dayjs()}
          value={readAt}
          onChange={(day) => day && setReadAt(day)}
        />
        <span className="small-label">{t('vehicle.mileageSource')}</span>
        <Segmented<Source>
          aria-label={t('vehicle.mileageSource')}
          value={source}
          onChange={setSource}
          options={SOURCES.map((one) => ({ value: one, label: t(`mileageSource.${one}`) }))}
        />
      </div>
    </Modal>
  );
}
