// Writing down that data is given to another party; the server refuses it without the consent the law wants.
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerView, PurposeView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { read } from '../../../shared/queries';
import { CustomerSelect } from '../../../shared/ui/CustomerSelect';
import { FormDrawer } from '../../settings/FormDrawer';
import { PersonalKindSelect } from '../PersonalKinds';

interface Words {
  party: string;
  party_name: string;
  purpose: string;
  kinds: string[];
  way: string;
  note?: string;
}

const PARTIES = ['oem', 'insurer', 'bank', 'authority', 'other'] as const;
const WAYS = ['file', 'portal', 'api', 'paper', 'spoken'] as const;
/** What is usually meant when data goes to such a party. */
const USUAL: Record<string, string> = {
  oem: 'share_oem',
  insurer: 'share_insurer',
  bank: 'share_bank',
  authority: 'legal_duty',
};

export function NewShare({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { data: purposes } = useQuery(read<PurposeView[]>('/consent-purposes'));
  const [customers, setCustomers] = useState<string[]>([]);
  const inUse = purposes?.filter((one) => one.is_active) ?? [];
  const missing = (field: string) => [{ required: true, message: t('privacy.books.missing', { field }) }];
  return (
    <FormDrawer<Words>
      title={t('privacy.shares.new')}
      initial={{ party: 'insurer', purpose: 'share_insurer', kinds: [], way: 'file' }}
      submit={(words) => api.post('/shares', { ...words, note: words.note?.trim() || null, customers })}
      touches={[['shares'], ['customers']]}
      onClose={onClose}
    >
      <Form.Item name="party" label={t('privacy.shares.partyKind')}>
        <Select options={PARTIES.map((one) => ({ value: one, label: t(`privacy.party.${one}`) }))} />
      </Form.Item>
      <Form.Item name="party_name" label={t('privacy.shares.party')} rules={missing(t('privacy.shares.party'))}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(before, after) => before.party !== after.party}>
        {(form) => (
          <Form.Item
            name="purpose"
            label={t('privacy.shares.purpose')}
            extra={usualHint(form.getFieldValue('party'), inUse, t)}
            rules={missing(t('privacy.shares.purpose'))}
          >
            <Select options={inUse.map((one) => ({ value: one.code, label: one.title }))} />
          </Form.Item>
        )}
      </Form.Item>
      <Form.Item name="kinds" label={t('privacy.books.field.kinds')} rules={missing(t('privacy.books.field.kinds'))}>
        <PersonalKindSelect />
      </Form.Item>
      <Form.Item label={t('privacy.shares.customers')} required>
        <ChosenCustomers chosen={customers} onChange={setCustomers} />
      </Form.Item>
      <Form.Item name="way" label={t('privacy.shares.way')}>
        <Select options={WAYS.map((one) => ({ value: one, label: t(`privacy.shareWay.${one}`) }))} />
      </Form.Item>
      <Form.Item name="note" label={t('privacy.shares.note')}>
        <Input maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}

function usualHint(party: string, purposes: PurposeView[], t: ReturnType<typeof useTranslation>['t']) {
  const usual = purposes.find((one) => one.code === USUAL[party]);
  return usual && t('privacy.shares.usual', { title: usual.title });
}

interface ChosenCustomersProps {
  chosen: string[];
  onChange: (ids: string[]) => void;
}

/** The customers chosen so far, and a box to add another. */
function ChosenCustomers({ chosen, onChange }: ChosenCustomersProps) {
  const { t } = useTranslation();
  const add = (id: string | null) => {
    if (id && !chosen.includes(id)) onChange([...chosen, id]);
  };
  return (
    <>
      <CustomerSelect value={null} onChange={add} aria-label={t('privacy.shares.customers')} />
      {chosen.map((id) => (
        <div className="affected" key={id}>
          <ChosenName id={id} />
          <div className="spring" />
          <Button size="small" type="text" onClick={() => onChange(chosen.filter((one) => one !== id))}>
            {t('common.delete')}
          </Button>
        </div>
      ))}
    </>
  );
}

function ChosenName({ id }: { id: string }) {
  const { data } = useQuery(read<CustomerView>(`/customers/${id}`));
  return <span>{data?.name ?? '…'}</span>;
}
