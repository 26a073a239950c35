// Who belongs together: the household of the customer, joined, founded and left.
import { Link } from '@tanstack/react-router';
import { App, Button, Input, Modal, Segmented, Select } from 'antd';
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerView } from '../../../../shared/api/types';
import { api } from '../../../../shared/client';
import { CustomerSelect } from '../../../../shared/ui/CustomerSelect';
import { Avatar } from '../../../../shared/ui/faces';
import { useRecordReason } from '../../../session/session';
import { useCustomerDeed } from '../deeds';
import { RailSection } from './RailSection';

const RELATIONS = ['head', 'spouse', 'father', 'mother', 'son', 'daughter', 'other'];

export function HouseholdSection({ customer }: { customer: CustomerView }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const why = useRecordReason(customer.can)('edit');
  const [isJoining, setJoining] = useState(false);
  const { household } = customer;
  const path = `/customers/${customer.id}/household`;
  const leave = useCustomerDeed(customer.id, () => api.remove(path), t('common.saved'));
  const confirmLeave = () =>
    void modal.confirm({
      title: t('profile.leaveConfirm', { name: household?.name }),
      okText: t('profile.leaveHousehold'),
      onOk: () => leave.mutate(),
    });
  const join = {
    label: t('profile.joinHousehold'),
    words: t('common.add'),
    reason: why,
    onAdd: () => setJoining(true),
  };
  return (
    <RailSection title={t('profile.household')} {...(household ? {} : { add: join })}>
      {!household && <p className="muted">{t('profile.noHousehold')}</p>}
      {household && (
        <div className="rail-line">
          <span className="second cut">{household.name}</span>
          <span className="spring" />
          {!why && (
            <Button
              type="text"
              size="small"
              className="quiet on-hover"
              aria-label={t('profile.leaveHousehold')}
              title={t('profile.leaveHousehold')}
              icon={<LogOut size={13} />}
              onClick={confirmLeave}
            />
          )}
        </div>
      )}
      {household?.members
        .filter((member) => member.id !== customer.id)
        .map((member) => (
          <Link to="/customers/$id" params={{ id: member.id }} className="rail-person" key={member.id}>
            <Avatar name={member.name} size={24} />
            <span className="cut">{member.name}</span>
            {member.relation && (
              <span className="muted">{t(`relation.${member.relation}`, { defaultValue: member.relation })}</span>
            )}
          </Link>
        ))}
      {isJoining && <JoinDialog customer={customer} path={path} onClose={() => setJoining(false)} />}
    </RailSection>
  );
}

interface JoinDialogProps {
  customer: CustomerView;
  path: string;
  onClose: () => void;
}

/** Joins the household of another customer, or founds one. */
function JoinDialog({ customer, path, onClose }: JoinDialogProps) {
  const { t } = useTranslation();
  const [way, setWay] = useState<'join' | 'found'>('join');
  const [other, setOther] = useState<string | null>(null);
  const [name, setName] = useState(t('profile.householdDefault', { name: customer.name.slice(0, 1) }));
  const [relation, setRelation] = useState<string | null>(null);
  const save = useCustomerDeed(
    customer.id,
    async () => {
      const tie = relation ? { relation } : {};
      if (way === 'found') return api.put(path, { name: name.trim(), ...tie });
      const { household, name: head } = await customerOf(other);
      if (household) return api.put(path, { household_id: household.id, ...tie });
      const title = t('profile.householdDefault', { name: head.slice(0, 1) });
      await api.put(`/customers/${other}/household`, { name: title, relation: 'head' });
      const founded = await customerOf(other);
      return api.put(path, { household_id: founded.household?.id, ...tie });
    },
    t('common.saved'),
  );
  const isReady = way === 'found' ? name.trim() !== '' : other !== null && other !== customer.id;
  return (
    <Modal
      open
      width={420}
      title={t('profile.joinHousehold')}
      okText={t('common.save')}
      okButtonProps={{ disabled: !isReady }}
      confirmLoading={save.isPending}
      onOk={() => save.mutate(undefined, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <div className="small-form">
        <Segmented<'join' | 'found'>
          block
          value={way}
          onChange={setWay}
          options={[
            { value: 'join', label: t('profile.householdOf') },
            { value: 'found', label: t('profile.householdNew') },
          ]}
        />
        {way === 'join' ? (
          <CustomerSelect autoFocus value={other} onChange={setOther} aria-label={t('profile.householdOf')} />
        ) : (
          <Input
            value={name}
            maxLength={40}
            aria-label={t('profile.householdName')}
            placeholder={t('profile.householdName')}
            onChange={(event) => setName(event.target.value)}
          />
        )}
        <label htmlFor="household-relation">{t('profile.relation')}</label>
        <Select
          id="household-relation"
          allowClear
          value={relation}
          placeholder={t('filter.value')}
          onChange={(next: string | undefined) => setRelation(next ?? null)}
          options={RELATIONS.map((one) => ({ value: one, label: t(`relation.${one}`) }))}
        />
      </div>
    </Modal>
  );
}

function customerOf(id: string | null): Promise<CustomerView> {
  return api.get<CustomerView>(`/customers/${id}`);
}
