// Who has or had a car, as what, and from when to when.
import { Link } from '@tanstack/react-router';
import { App, Button, DatePicker, Modal, Segmented } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { UserMinus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VehiclePerson, VehicleView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { CustomerSelect } from '../../shared/ui/CustomerSelect';
import { Avatar, Tag } from '../../shared/ui/faces';
import { RailSection } from '../customers/profile/rail/RailSection';
import { useRecordReason } from '../session/session';
import { useVehicleDeed } from './edit';
import { periodWords } from './period';
import { ROLES } from './words';

export function People({ vehicle }: { vehicle: VehicleView }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const why = useRecordReason(vehicle.can)('link_person');
  const [isAdding, setAdding] = useState(false);
  const end = useVehicleDeed<VehiclePerson>(
    vehicle,
    (person) => api.patch(`/vehicles/${vehicle.id}/people/${person.id}`, { until: dayjs().format('YYYY-MM-DD') }),
    t('common.saved'),
  );
  const confirmEnd = (person: VehiclePerson) =>
    void modal.confirm({
      title: t('vehicle.endConfirm', { name: person.customer.name, role: t(`role.${person.role}`) }),
      content: t('vehicle.endHint'),
      okText: t('vehicle.end'),
      onOk: () => end.mutate(person),
    });
  return (
    <RailSection
      title={t('vehicle.people')}
      add={{ label: t('vehicle.addPerson'), words: t('common.add'), reason: why, onAdd: () => setAdding(true) }}
    >
      {vehicle.people.length === 0 && <p className="muted">{t('vehicle.noPeople')}</p>}
      {vehicle.people.map((person) => (
        <div className={`rail-line vehicle-person${person.until ? ' former' : ''}`} key={person.id}>
          <Avatar name={person.customer.name} size={26} />
          <span className="names-of">
            <Link to="/customers/$id" params={{ id: person.customer.id }} className="cut">
              {person.customer.name}
            </Link>
            <span className="muted num">{periodWords(person.since, person.until, t)}</span>
          </span>
          <span className="spring" />
          {!person.until && !why && (
            <Button
              type="text"
              size="small"
              className="quiet on-hover"
              aria-label={t('vehicle.endOf', { name: person.customer.name })}
              title={t('vehicle.end')}
              icon={<UserMinus size={14} />}
              onClick={() => confirmEnd(person)}
            />
          )}
          <Tag tone={person.until ? 'slate' : person.role === 'owner' ? 'teal' : 'blue'}>
            {t(`role.${person.role}`)}
          </Tag>
        </div>
      ))}
      {isAdding && <PersonDialog vehicle={vehicle} onClose={() => setAdding(false)} />}
    </RailSection>
  );
}

function PersonDialog({ vehicle, onClose }: { vehicle: VehicleView; onClose: () => void }) {
  const { t } = useTranslation();
  const [customer, setCustomer] = useState<string | null>(null);
  const [role, setRole] = useState<VehiclePerson['role']>('driver');
  const [since, setSince] = useState<Dayjs | null>(() => dayjs());
  const save = useVehicleDeed(
    vehicle,
    () =>
      api.post(`/vehicles/${vehicle.id}/people`, {
        customer_id: customer,
        role,
        ...(since ? { since: since.format('YYYY-MM-DD') } : {}),
      }),
    t('common.saved'),
  );
  return (
    <Modal
      open
      width={420}
      title={t('vehicle.addPerson')}
      okText={t('common.save')}
      okButtonProps={{ disabled: customer === null }}
      confirmLoading={save.isPending}
      onOk={() => save.mutate(undefined, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <div className="small-form">
        <label htmlFor="person-customer">{t('page.customers')}</label>
        <CustomerSelect id="person-customer" autoFocus value={customer} onChange={setCustomer} />
        <span className="small-label">{t('attribute.role')}</span>
        <Segmented<VehiclePerson['role']>
          aria-label={t('attribute.role')}
          value={role}
          onChange={setRole}
          options={ROLES.map((one) => ({ value: one, label: t(`role.${one}`) }))}
        />
        <label htmlFor="person-since">{t('vehicle.since')}</label>
        <DatePicker id="person-since" value={since} onChange={setSince} />
      </div>
    </Modal>
  );
}
