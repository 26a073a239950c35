// The plate a car carries, those it carried before, and a new one.
import { Button, DatePicker, Input, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { CircleOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VehicleView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { plate as plateWords } from '../../shared/format';
import { PlateBadge } from '../../shared/ui/PlateBadge';
import { RailSection } from '../customers/profile/rail/RailSection';
import { useRecordReason } from '../session/session';
import { useVehicleDeed } from './edit';
import { usePlateTaken } from './PlateTaken';
import { EndPlate, PlateTwins } from './PlateTwins';
import { periodWords } from './period';

export function Plates({ vehicle }: { vehicle: VehicleView }) {
  const { t } = useTranslation();
  const [isChanging, setChanging] = useState(false);
  const [isEnding, setEnding] = useState(false);
  const reasonFor = useRecordReason(vehicle.can);
  const reason = reasonFor('change_plate');
  const mayEnd = vehicle.plate && !reasonFor('end_plate');
  const ordered = [...vehicle.plates].sort((one, other) => (other.since ?? '').localeCompare(one.since ?? ''));
  return (
    <RailSection
      title={t('vehicle.plates')}
      add={{
        label: t('vehicle.changePlate'),
        words: t(vehicle.plate ? 'vehicle.change' : 'common.add'),
        reason,
        onAdd: () => setChanging(true),
      }}
    >
      <PlateTwins vehicle={vehicle} />
      {ordered.length === 0 && <p className="muted">{t('vehicle.noPlate')}</p>}
      {ordered.map(({ plate, since, until }) => (
        <div className="rail-line" key={`${plate} ${since}`}>
          {until ? <span className="num second">{plateWords(plate)}</span> : <PlateBadge plate={plate} />}
          <span className="spring" />
          <span className="muted num">{periodWords(since, until, t)}</span>
          {!until && mayEnd && (
            <Button
              type="text"
              size="small"
              className="quiet on-hover"
              aria-label={t('vehicle.endPlate')}
              title={t('vehicle.endPlate')}
              icon={<CircleOff size={14} />}
              onClick={() => setEnding(true)}
            />
          )}
        </div>
      ))}
      {isEnding && <EndPlate vehicle={vehicle} onClose={() => setEnding(false)} />}
      {isChanging && <PlateDialog vehicle={vehicle} onClose={() => setChanging(false)} />}
    </RailSection>
  );
}

export function PlateDialog({ vehicle, onClose }: { vehicle: VehicleView; onClose: () => void }) {
  const { t } = useTranslation();
  const [plate, setPlate] = useState('');
  const [since, setSince] = useState<Dayjs>(() => dayjs());
  const [fault, setFault] = useState<string | null>(null);
  const taken = usePlateTaken();
  const save = useVehicleDeed(
    vehicle,
    () =>
      api.post(`/vehicles/${vehicle.id}/plates`, {
        plate: plate.trim(),
        since: since.format('YYYY-MM-DD'),
        moved_from_other_car: taken.hasMoved,
      }),
    t('common.saved'),
    (problem) => {
      const said = problem.errors.find((error) => error.field === 'plate');
      setFault(said?.message ?? null);
      return taken.hear(problem) || said !== undefined;
    },
  );
  const submit = () => {
    if (plate.trim() && !taken.isUnanswered) save.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <Modal
      open
      width={380}
      title={t('vehicle.changePlate')}
      okText={t('common.save')}
      okButtonProps={{ disabled: !plate.trim() || taken.isUnanswered }}
      confirmLoading={save.isPending}
      onOk={submit}
      onCancel={onClose}
    >
      {taken.notice}
      <div className="small-form">
        <label htmlFor="plate-new">{t('vehicle.newPlate')}</label>
        <div>
          <Input
            id="plate-new"
            autoFocus
            value={plate}
            maxLength={10}
            status={fault ? 'error' : ''}
            placeholder={t('vehicle.plateHint')}
            onChange={(event) => {
              setFault(null);
              taken.forget();
              setPlate(event.target.value.toUpperCase());
            }}
            onPressEnter={submit}
          />
          {fault && (
            <p className="late" role="alert">
              {fault}
            </p>
          )}
        </div>
        <label htmlFor="plate-since">{t('vehicle.since')}</label>
        <DatePicker
          id="plate-since"
          allowClear={false}
          value={since}
          maxDate={dayjs()}
          onChange={(day) => day && setSince(day)}
        />
      </div>
    </Modal>
  );
}
