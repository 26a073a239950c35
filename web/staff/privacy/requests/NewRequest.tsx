// Receiving a request: what is asked, by whom, about whom.
import { DatePicker, Form, Input, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { PersonRequestView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { CustomerSelect } from '../../../shared/ui/CustomerSelect';
import { FormDrawer, orNull } from '../../settings/FormDrawer';
import { ASKERS, CHANNELS, KINDS } from './words';

interface Words {
  kind: (typeof KINDS)[number];
  channel: (typeof CHANNELS)[number];
  asked_by: (typeof ASKERS)[number];
  asker_name: string;
  asker_contact?: string;
  wish?: string;
  customer_id?: string | null;
  received_at?: Dayjs;
}

interface NewRequestProps {
  onClose: () => void;
  onReceived: (id: string) => void;
}

export function NewRequest({ onClose, onReceived }: NewRequestProps) {
  const { t } = useTranslation();
  const submit = async ({ received_at, ...words }: Words) => {
    const isToday = received_at?.isSame(dayjs(), 'day') ?? true;
    const request = await api.post<PersonRequestView>('/person-requests', {
      ...words,
      asker_contact: orNull(words.asker_contact),
      wish: orNull(words.wish),
      customer_id: words.customer_id ?? null,
      received_at: isToday ? null : received_at?.startOf('day').toISOString(),
    });
    onReceived(request.id);
  };
  return (
    <FormDrawer<Words>
      title={t('requests.receive')}
      width={520}
      initial={{ kind: 'access', channel: 'desk', asked_by: 'person', received_at: dayjs() }}
      submit={submit}
      touches={[['person-requests'], ['tasks']]}
      onClose={onClose}
    >
      <Choice name="kind" of={KINDS} group="kind" />
      <Choice name="asked_by" of={ASKERS} group="asker" />
      <Form.Item
        name="asker_name"
        label={t('requests.field.asker_name')}
        rules={[{ required: true, whitespace: true, message: t('requests.nameMissing') }]}
      >
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="asker_contact" label={t('requests.field.asker_contact')} extra={t('requests.contactHint')}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="customer_id" label={t('requests.field.customer')} extra={t('requests.customerHint')}>
        <CustomerSelect />
      </Form.Item>
      <Form.Item name="wish" label={t('requests.field.wish')}>
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} />
      </Form.Item>
      <Choice name="channel" of={CHANNELS} group="channel" />
      <Form.Item name="received_at" label={t('requests.field.received_at')} extra={t('requests.termHint')}>
        <DatePicker
          allowClear={false}
          maxDate={dayjs()}
          minDate={dayjs().subtract(1, 'year')}
          style={{ width: '100%' }}
        />
      </Form.Item>
    </FormDrawer>
  );
}

function Choice({ name, of, group }: { name: keyof Words; of: readonly string[]; group: string }) {
  const { t } = useTranslation();
  return (
    <Form.Item name={name} label={t(`requests.field.${name}`)}>
      <Select options={of.map((one) => ({ value: one, label: t(`requests.${group}.${one}`) }))} />
    </Form.Item>
  );
}
