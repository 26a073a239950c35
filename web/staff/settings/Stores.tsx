// The stores of the group.
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select, Switch } from 'antd';
import { Building2, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoreView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { Deed } from '../../shared/ui/Deed';
import { Tag } from '../../shared/ui/faces';
import { PageHead } from '../../shared/ui/PageHead';
import { PlainTable } from '../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../shared/ui/states';
import { whole } from '../../shared/whole';
import { usePower, useRecordReason } from '../session/session';
import { FormDrawer, orNull } from './FormDrawer';

export function Stores() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const stores = useQuery(whole<StoreView>('/stores'));
  const [open, setOpen] = useState<StoreView | 'new' | null>(null);
  return (
    <>
      <PageHead title={t('settings.section.stores')}>
        <Deed type="primary" icon={<Plus size={15} />} reason={reason('manage_stores')} onClick={() => setOpen('new')}>
          {t('settings.stores.new')}
        </Deed>
      </PageHead>
      {stores.error && !stores.data ? (
        <ErrorState failure={stores.error} onRetry={() => void stores.refetch()} />
      ) : stores.data?.length === 0 ? (
        <Empty icon={Building2} title={t('settings.stores.none')} />
      ) : (
        <div className="table-frame">
          <PlainTable
            label={t('settings.section.stores')}
            rows={stores.data}
            onOpen={setOpen}
            columns={[
              {
                id: 'name',
                title: t('settings.stores.name'),
                cell: (store) => (
                  <button type="button" className="cell-button two-lines" onClick={() => setOpen(store)}>
                    <b>{store.name}</b>
                    <span>{store.code}</span>
                  </button>
                ),
              },
              { id: 'city', title: t('settings.stores.city'), cell: (store) => store.city },
              {
                id: 'address',
                isExtra: true,
                title: t('settings.stores.address'),
                cell: (store) => <span className="second">{store.address}</span>,
              },
              {
                id: 'phone',
                isExtra: true,
                title: t('settings.stores.phone'),
                cell: (store) => <span className="second">{store.phone}</span>,
              },
              {
                id: 'brands',
                isExtra: true,
                title: t('settings.stores.brands'),
                cell: (store) => (
                  <span className="chips">
                    {store.brands.map((brand) => (
                      <Tag key={brand}>{brand}</Tag>
                    ))}
                  </span>
                ),
              },
              {
                id: 'open',
                title: t('settings.people.state'),
                cell: (store) => (
                  <Tag tone={store.is_open ? 'green' : 'slate'} hasDot>
                    {t(store.is_open ? 'settings.stores.open' : 'settings.stores.closed')}
                  </Tag>
                ),
              },
            ]}
          />
        </div>
      )}
      {open && <StoreForm store={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

interface StoreWords {
  code: string;
  name: string;
  short_name?: string;
  city?: string;
  address?: string;
  phone?: string;
  time_zone: string;
  brands: string[];
  is_open: boolean;
}

function StoreForm({ store, onClose }: { store: StoreView | null; onClose: () => void }) {
  const { t } = useTranslation();
  const reason = useRecordReason(store?.can);
  const submit = ({ code, is_open, ...words }: StoreWords) => {
    const form = {
      ...words,
      short_name: orNull(words.short_name),
      city: orNull(words.city),
      address: orNull(words.address),
      phone: orNull(words.phone),
    };
    return store
      ? api.patch(`/stores/${store.id}`, { ...form, is_open }, { version: store.version })
      : api.post('/stores', { ...form, code });
  };
  return (
    <FormDrawer<StoreWords>
      title={t(store ? 'settings.stores.edit' : 'settings.stores.new')}
      initial={wordsOf(store)}
      submit={submit}
      touches={[['stores'], ['session']]}
      onClose={onClose}
      reason={store && reason('edit')}
    >
      <Form.Item
        name="code"
        label={t('settings.stores.code')}
        extra={t('settings.stores.codeHint')}
        rules={[{ required: true, pattern: /^[A-Z0-9-]{2,12}$/, message: t('settings.stores.codeWrong') }]}
        normalize={(code: string) => code.toUpperCase()}
      >
        <Input disabled={store !== null} autoFocus={store === null} maxLength={12} />
      </Form.Item>
      <Form.Item
        name="name"
        label={t('settings.stores.name')}
        rules={[{ required: true, whitespace: true, message: t('settings.stores.nameMissing') }]}
      >
        <Input />
      </Form.Item>
      <div className="two-fields">
        <Form.Item name="short_name" label={t('settings.stores.shortName')}>
          <Input />
        </Form.Item>
        <Form.Item name="city" label={t('settings.stores.city')}>
          <Input />
        </Form.Item>
      </div>
      <Form.Item name="address" label={t('settings.stores.address')}>
        <Input />
      </Form.Item>
      <div className="two-fields">
        <Form.Item name="phone" label={t('settings.stores.phone')}>
          <Input />
        </Form.Item>
        <Form.Item name="time_zone" label={t('settings.stores.timeZone')}>
          <Select showSearch options={timeZones().map((zone) => ({ value: zone, label: zone }))} />
        </Form.Item>
      </div>
      <Form.Item name="brands" label={t('settings.stores.brands')} extra={t('settings.stores.brandsHint')}>
        <Select mode="tags" open={false} suffixIcon={null} />
      </Form.Item>
      {store && (
        <Form.Item name="is_open" label={t('settings.stores.isOpen')} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
    </FormDrawer>
  );
}

function wordsOf(store: StoreView | null): Partial<StoreWords> {
  if (!store) return { time_zone: 'Asia/Shanghai', brands: [] };
  const { code, name, short_name, city, address, phone, time_zone, brands, is_open } = store;
  return {
    code,
    name,
    short_name: short_name ?? '',
    city: city ?? '',
    address: address ?? '',
    phone: phone ?? '',
    time_zone,
    brands,
    is_open,
  };
}

function timeZones(): string[] {
  return Intl.supportedValuesOf('timeZone');
}
