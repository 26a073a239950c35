// Where the customer lives or works.
import { Button, Dropdown, Input, Modal } from 'antd';
import { MapPin, MoreHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AddressView, CustomerView } from '../../../../shared/api/types';
import { api } from '../../../../shared/client';
import { Tag } from '../../../../shared/ui/faces';
import { useRecordReason } from '../../../session/session';
import { useCustomerDeed } from '../deeds';
import { RailSection } from './RailSection';
import { useRemoval } from './useRemoval';

const PARTS = ['province', 'city', 'district', 'detail', 'label'] as const;
type Part = (typeof PARTS)[number];
type AddressForm = Record<Part, string>;

interface Editing {
  /** The address being changed, none for a new one. */
  address: AddressView | null;
  form: AddressForm;
}

export function Addresses({ customer }: { customer: CustomerView }) {
  const { t } = useTranslation();
  const reason = useRecordReason(customer.can);
  const [editing, setEditing] = useState<Editing | null>(null);
  const makePrimary = useCustomerDeed<AddressView>(
    customer.id,
    (address) => api.patch(`/customers/${customer.id}/addresses/${address.id}`, { is_primary: true }),
    t('common.saved'),
  );
  const remove = useRemoval<AddressView>(customer.id, 'addresses', t('profile.removeAddress'));
  const deedsOf = (address: AddressView): Record<string, () => void> => ({
    edit: () => setEditing({ address, form: formOf(address) }),
    primary: () => makePrimary.mutate(address),
    remove: () => remove(address),
  });
  const why = reason('edit');
  return (
    <RailSection
      title={t('profile.addresses')}
      add={{
        label: t('profile.addAddress'),
        words: t('common.add'),
        reason: why,
        onAdd: () => setEditing({ address: null, form: formOf(null) }),
      }}
    >
      {customer.addresses.length === 0 && <p className="muted">{t('profile.noAddresses')}</p>}
      {customer.addresses.map((address) => (
        <div className="rail-line tall" key={address.id}>
          <MapPin size={14} aria-hidden />
          <span>
            {addressWords(address)}
            {address.label && <span className="muted"> {address.label}</span>}
          </span>
          {address.is_primary && customer.addresses.length > 1 && <Tag>{t('profile.primary')}</Tag>}
          <span className="spring" />
          {!why && (
            <Dropdown
              trigger={['click']}
              placement="bottomRight"
              menu={{
                items: [
                  { key: 'edit', label: t('common.edit') },
                  { key: 'primary', label: t('profile.makePrimary'), disabled: address.is_primary },
                  { type: 'divider' },
                  { key: 'remove', label: t('common.delete'), danger: true },
                ],
                onClick: ({ key }) => deedsOf(address)[key]?.(),
              }}
            >
              <Button
                type="text"
                size="small"
                className="quiet on-hover"
                aria-label={`${t('profile.more')}: ${addressWords(address)}`}
                icon={<MoreHorizontal size={14} />}
              />
            </Dropdown>
          )}
        </div>
      ))}
      {editing && <AddressDialog customerId={customer.id} editing={editing} onClose={() => setEditing(null)} />}
    </RailSection>
  );
}

/** Province, city, district and street in one line; a city that is its own province is said once. */
export function addressWords({ province, city, district, detail }: AddressView): string {
  return [...new Set([province, city, district, detail].filter(Boolean))].join(' ');
}

interface AddressDialogProps {
  customerId: string;
  editing: Editing;
  onClose: () => void;
}

function AddressDialog({ customerId, editing, onClose }: AddressDialogProps) {
  const { t } = useTranslation();
  const [form, setForm] = useState(editing.form);
  const path = `/customers/${customerId}/addresses`;
  const save = useCustomerDeed(
    customerId,
    () => {
      const body = Object.fromEntries(
        PARTS.filter((part) => form[part].trim() !== editing.form[part]).map((part) => [
          part,
          form[part].trim() || null,
        ]),
      );
      return editing.address ? api.patch(`${path}/${editing.address.id}`, body) : api.post(path, body);
    },
    t('common.saved'),
  );
  const isEmpty = PARTS.every((part) => part === 'label' || !form[part].trim());
  const submit = () => {
    if (!isEmpty) save.mutate(undefined, { onSuccess: onClose });
  };
  const field = (part: Part, isFirst = false) => (
    <Input
      id={`address-${part}`}
      autoFocus={isFirst}
      value={form[part]}
      maxLength={part === 'detail' ? 120 : 30}
      aria-label={t(`profile.${part}`)}
      placeholder={t(`profile.${part}`)}
      onChange={(event) => setForm({ ...form, [part]: event.target.value })}
      onPressEnter={submit}
    />
  );
  return (
    <Modal
      open
      width={460}
      title={editing.address ? t('common.edit') : t('profile.addAddress')}
      okText={t('common.save')}
      confirmLoading={save.isPending}
      okButtonProps={{ disabled: isEmpty }}
      onOk={submit}
      onCancel={onClose}
    >
      <div className="small-form">
        <label htmlFor="address-province">{t('profile.region')}</label>
        <div className="thirds">
          {field('province', true)}
          {field('city')}
          {field('district')}
        </div>
        <label htmlFor="address-detail">{t('profile.detail')}</label>
        {field('detail')}
        <label htmlFor="address-label">{t('profile.label')}</label>
        {field('label')}
      </div>
    </Modal>
  );
}

function formOf(address: AddressView | null): AddressForm {
  return Object.fromEntries(PARTS.map((part) => [part, address?.[part] ?? ''])) as AddressForm;
}
