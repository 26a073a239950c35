// The customer's car: plate and VIN first, the rest as far as it is known.
import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form, type FormInstance, Input, InputNumber, Select } from 'antd';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Energy, VinView } from '../../../shared/api/types';
import { problemWords, read } from '../../../shared/queries';
import { useSettled } from '../../../shared/settled';
import type { CustomerWords } from './words';

const VIN_LENGTH = 17;
const ENERGIES: Energy[] = ['petrol', 'diesel', 'hybrid', 'plug_in', 'electric', 'range_extended', 'hydrogen'];

interface CarFieldsProps {
  form: FormInstance<CustomerWords>;
  /** Stands below the plate when another car bears it. */
  plateNotice: ReactNode;
}

export function CarFields({ form, plateNotice }: CarFieldsProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="car">
      <legend className="seen-by-readers-only">{t('field.vehicle')}</legend>
      <div className="two">
        <Form.Item name={['car', 'plate']} label={t('field.plate')} normalize={upper}>
          <Input autoComplete="off" maxLength={10} placeholder="沪A12345" className="num" />
        </Form.Item>
        <Form.Item name={['car', 'energy']} label={t('field.energy')}>
          <Select
            allowClear
            placeholder={t('filter.value')}
            options={ENERGIES.map((energy) => ({ value: energy, label: t(`energy.${energy}`) }))}
          />
        </Form.Item>
      </div>
      {plateNotice}
      <Form.Item name={['car', 'vin']} label={t('newCustomer.vin')} normalize={upper} extra={<VinCheck form={form} />}>
        <Input autoComplete="off" maxLength={VIN_LENGTH} showCount className="num" spellCheck={false} />
      </Form.Item>
      <div className="two">
        <Form.Item
          name={['car', 'brand']}
          label={t('field.brand')}
          rules={[{ required: true, whitespace: true, message: t('newCustomer.brandMissing') }]}
        >
          <Input autoComplete="off" maxLength={40} />
        </Form.Item>
        <Form.Item
          name={['car', 'series']}
          label={t('field.series')}
          rules={[{ required: true, whitespace: true, message: t('newCustomer.seriesMissing') }]}
        >
          <Input autoComplete="off" maxLength={40} />
        </Form.Item>
      </div>
      <Form.Item name={['car', 'mileage_km']} label={t('field.mileage')}>
        <InputNumber min={0} max={9_999_999} suffix="km" style={{ width: '100%' }} />
      </Form.Item>
    </fieldset>
  );
}

/** What the VIN tells; when its check digit is wrong, whether to keep it all the same. */
function VinCheck({ form }: { form: FormInstance<CustomerWords> }) {
  const { t } = useTranslation();
  const typed = (Form.useWatch(['car', 'vin'], form) as string | undefined) ?? '';
  const vin = useSettled(typed, 150);
  const isWhole = vin.length === VIN_LENGTH;
  const { data, error } = useQuery({
    ...read<VinView>(`/vin/${encodeURIComponent(vin)}`),
    enabled: isWhole,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!isWhole || typed !== vin) return null;
  if (error) return <span className="vin-check late">{problemWords(error, t).title}</span>;
  if (!data) return null;
  const origin = [
    data.maker,
    data.country,
    data.model_year && t('newCustomer.modelYear', { year: data.model_year }),
  ].filter(Boolean);
  if (data.is_valid) {
    return (
      <span className="vin-check good">
        <CircleCheck size={14} /> {[t('newCustomer.vinRight'), ...origin].join(' · ')}
      </span>
    );
  }
  return (
    <span className="vin-check">
      <span className="soon">
        <TriangleAlert size={14} />{' '}
        {data.expected_check ? t('newCustomer.vinWrong', { expected: data.expected_check }) : t('newCustomer.vinOdd')}
      </span>
      <Form.Item name={['car', 'confirm_vin']} valuePropName="checked" noStyle>
        <Checkbox>{t('newCustomer.vinKeep')}</Checkbox>
      </Form.Item>
    </span>
  );
}

function upper(words: string | undefined): string {
  return (words ?? '').toUpperCase().replace(/\s/g, '');
}
