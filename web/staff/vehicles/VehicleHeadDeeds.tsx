// What one can do with a car from the head of its page: step on, read the odometer, change the plate, delete.
import { useNavigate } from '@tanstack/react-router';
import { App, Dropdown, type MenuProps } from 'antd';
import { ClipboardPlus, Gauge, IdCard, Merge, MoreHorizontal, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VehicleView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { useIsPhone } from '../../shared/media';
import type { Neighbours } from '../../shared/neighbours';
import { carName } from '../../shared/ui/CarName';
import { Deed } from '../../shared/ui/Deed';
import { Stepper } from '../customers/profile/Stepper';
import { usePower, useRecordReason } from '../session/session';
import { NewTask } from '../tasks/NewTask';
import { useVehicleDeed } from './edit';
import { MileageDialog } from './Mileage';
import { ChooseOtherVehicle } from './merge/ChooseOtherVehicle';
import { PlateDialog } from './Plates';

interface VehicleHeadDeedsProps {
  vehicle: VehicleView;
  neighbours: Neighbours;
  onStep: (id: string | null) => void;
}

type Asked = 'mileage' | 'plate' | 'task' | 'merge' | null;

export function VehicleHeadDeeds({ vehicle, neighbours, onStep }: VehicleHeadDeedsProps) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const reason = useRecordReason(vehicle.can);
  const [asked, setAsked] = useState<Asked>(null);
  const menu = useMenu(vehicle, setAsked);
  const close = () => setAsked(null);
  const owner = vehicle.people.find((person) => person.role === 'owner' && person.until === null)?.customer;
  return (
    <>
      {!isPhone && neighbours.length > 1 && (
        <Stepper neighbours={neighbours} onStep={onStep} previous={t('vehicle.previous')} next={t('vehicle.next')} />
      )}
      <Dropdown trigger={['click']} menu={menu} placement="bottomRight">
        <Deed type="text" aria-label={t('profile.more')} icon={<MoreHorizontal size={16} />} />
      </Dropdown>
      <Deed
        type="primary"
        icon={<Gauge size={14} />}
        reason={reason('read_mileage')}
        aria-label={t('vehicle.addMileage')}
        onClick={() => setAsked('mileage')}
      >
        {isPhone ? null : t('vehicle.addMileage')}
      </Deed>
      {asked === 'mileage' && <MileageDialog vehicle={vehicle} onClose={close} />}
      {asked === 'plate' && <PlateDialog vehicle={vehicle} onClose={close} />}
      {asked === 'merge' && <ChooseOtherVehicle vehicle={vehicle} onClose={close} />}
      <NewTask
        isOpen={asked === 'task'}
        onClose={close}
        vehicle={{ id: vehicle.id, name: [carName(vehicle, t), vehicle.plate?.display].filter(Boolean).join(' ') }}
        {...(owner ? { customer: owner } : {})}
      />
    </>
  );
}

function useMenu(vehicle: VehicleView, onAsk: (asked: Asked) => void): MenuProps {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const { reason: mayReason } = usePower();
  const reason = useRecordReason(vehicle.can);
  const remove = useVehicleDeed(
    vehicle,
    () => api.remove(`/vehicles/${vehicle.id}`, { version: vehicle.version }),
    t('vehicle.deleted'),
  );
  const confirm = () =>
    void modal.confirm({
      title: t('vehicle.deleteConfirm', { name: carName(vehicle, t) }),
      content: t('vehicle.deleteHint'),
      okText: t('common.delete'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutate(undefined, { onSuccess: () => void navigate({ to: '/vehicles' }) }),
    });
  const item = (key: string, icon: React.ReactNode, label: string, deed: string) => {
    const why = (deed === 'merge' ? mayReason('merge_customers') : null) ?? reason(deed);
    return { key, icon, label, disabled: Boolean(why), title: why ?? '' };
  };
  return {
    items: [
      item('task', <ClipboardPlus size={14} />, t('profile.task'), 'task'),
      item('plate', <IdCard size={14} />, t('vehicle.changePlate'), 'change_plate'),
      item('merge', <Merge size={14} />, t('merge.car.menu'), 'merge'),
      { type: 'divider' },
      { ...item('delete', <Trash2 size={14} />, t('vehicle.delete'), 'delete'), danger: true },
    ],
    onClick: ({ key }) => (key === 'delete' ? confirm() : onAsk(key as Asked)),
  };
}
