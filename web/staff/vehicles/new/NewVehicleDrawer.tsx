// Registering a car: the VIN is read as it is typed, a failed check digit must be confirmed.

import { useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, DatePicker, Form, Input, InputNumber, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Energy, NewVehicle, Ref, VehicleView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useIsPhone } from '../../../shared/media';
import { useWrite } from '../../../shared/queries';
import { CarefulDrawer } from '../../../shared/ui/CarefulDrawer';
import { CustomerSelect } from '../../../shared/ui/CustomerSelect';
import { forgetFaults } from '../../../shared/ui/formFaults';
import { usePlateTaken } from '../PlateTaken';
import { ENERGIES } from '../words';
import { useVin, VinReading } from './VinReading';

interface NewVehicleDrawerProps {
  isOpen: boolean;
  onClose: () => void;
  /** Whose car it is, when that is clear. */
  owner?: Ref | null;
  /** Where to go from here; otherwise the drawer closes. */
  onCreated?: (vehicle: VehicleView) => void;
}

export function NewVehicleDrawer({ isOpen, onClose, owner = null, onCreated }: NewVehicleDrawerProps) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  return (
    <CarefulDrawer
      open={isOpen}
      onClose={onClose}
      size={isPhone ? '100%' : 480}
      title={owner ? t('vehicle.newFor', { name: owner.name }) : t('vehicle.new')}
      destroyOnHidden
    >
      {isOpen && <NewVehicleForm owner={owner} onClose={onClose} onCreated={onCreated} />}
    </CarefulDrawer>
  );
}

interface Words {
  vin?: string;
  plate?: string;
  brand: string;
  series: string;
  trim?: string;
  model_year?: number | null;
  energy?: Energy | null;
  colour?: string;
  mileage_km?: number | null;
  owner_id?: string | null;
  purchased_on?: Dayjs | null;
  insurance_until?: Dayjs | null;
  inspection_until?: Dayjs | null;
  warranty_until?: Dayjs | null;
}

const DAYS = ['purchased_on', 'insurance_until', 'inspection_until', 'warranty_until'] as const;

interface NewVehicleFormProps {
  owner: Ref | null;
  onClose: () => void;
  onCreated: ((vehicle: VehicleView) => void) | undefined;
}

function NewVehicleForm({ owner, onClose, onCreated }: NewVehicleFormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<Words>();
  const vin = useVin(Form.useWatch('vin', form) ?? '');
  const [isConfirmed, setConfirmed] = useState(false);
  const taken = usePlateTaken();
  const create = useWrite<NewVehicle, VehicleView>({
    deed: (vehicle) => api.post<VehicleView>('/vehicles', vehicle),
    touches: () => [['vehicles'], ...(owner ? [['customers', owner.id]] : [['customers']])],
    done: () => t('vehicle.created'),
    onDone: (vehicle) => {
      void client.invalidateQueries({ queryKey: ['customers'] });
      if (onCreated) onCreated(vehicle);
      else onClose();
    },
    onProblem: (problem) => {
      const known = problem.errors.filter(({ field }) => field in form.getFieldsValue(true) || field === 'vin');
      form.setFields(
        known.map(({ field, message }) => ({ name: field as keyof Words, errors: [message] })) as Parameters<
          typeof form.setFields
        >[0],
      );
      return taken.hear(problem) || known.length > 0;
    },
  });
  const mustConfirm = vin.reading?.is_valid === false;
  const submit = (words: Words) => {
    if ((mustConfirm && !isConfirmed) || taken.isUnanswered) return;
    create.mutate({ ...wireOf(words, owner, mustConfirm), moved_from_other_car: taken.hasMoved });
  };
  return (
    <Form<Words>
      form={form}
      layout="vertical"
      requiredMark={false}
      preserve={false}
      initialValues={{ brand: '', series: '' }}
      onFinish={submit}
      onValuesChange={(changed) => {
        forgetFaults(form)(changed);
        if ('plate' in changed) taken.forget();
      }}
    >
      <Form.Item
        name="vin"
        label={t('attribute.vin')}
        normalize={(text: string) => text.toUpperCase().replace(/\s/g, '')}
      >
        <Input autoFocus maxLength={17} className="num" placeholder={t('vehicle.vinHint')} />
      </Form.Item>
      <VinReading
        {...vin}
        onUse={({ brand, maker, model_year }) => {
          if (!form.getFieldValue('brand')) form.setFieldValue('brand', brand ?? maker ?? '');
          if (model_year && !form.getFieldValue('model_year')) form.setFieldValue('model_year', model_year);
        }}
      />
      {mustConfirm && (
        <Form.Item
          validateStatus={isConfirmed ? '' : 'warning'}
          help={isConfirmed ? undefined : t('vehicle.confirmVinMissing')}
        >
          <Checkbox checked={isConfirmed} onChange={(event) => setConfirmed(event.target.checked)}>
            {t('vehicle.confirmVin')}
          </Checkbox>
        </Form.Item>
      )}
      <div className="halves">
        <Form.Item
          name="brand"
          label={t('attribute.brand')}
          rules={[{ required: true, message: t('vehicle.brandMissing') }]}
        >
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item
          name="series"
          label={t('attribute.series')}
          rules={[{ required: true, message: t('vehicle.seriesMissing') }]}
        >
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="plate" label={t('attribute.plate')} normalize={(text: string) => text.toUpperCase()}>
          <Input maxLength={10} placeholder={t('vehicle.plateHint')} />
        </Form.Item>
        <Form.Item name="energy" label={t('attribute.energy')}>
          <Select allowClear options={ENERGIES.map((energy) => ({ value: energy, label: t(`energy.${energy}`) }))} />
        </Form.Item>
        <Form.Item name="trim" label={t('attribute.trim')}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="model_year" label={t('attribute.model_year')}>
          <InputNumber min={1980} max={new Date().getFullYear() + 2} precision={0} controls={false} />
        </Form.Item>
        <Form.Item name="colour" label={t('attribute.colour')}>
          <Input maxLength={30} />
        </Form.Item>
        <Form.Item name="mileage_km" label={t('attribute.mileage_km')}>
          <InputNumber min={0} max={2_000_000} precision={0} controls={false} suffix="km" />
        </Form.Item>
        {DAYS.map((day) => (
          <Form.Item key={day} name={day} label={t(`attribute.${day}`)}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
        ))}
      </div>
      {!owner && (
        <Form.Item name="owner_id" label={t('attribute.owner')}>
          <CustomerSelect />
        </Form.Item>
      )}
      {taken.notice}
      <div className="drawer-foot">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button
          type="primary"
          htmlType="submit"
          loading={create.isPending}
          disabled={(mustConfirm && !isConfirmed) || taken.isUnanswered}
        >
          {t('vehicle.register')}
        </Button>
      </div>
    </Form>
  );
}

/** The form as the server reads it: empty fields left out, days as dates. */
function wireOf(words: Words, owner: Ref | null, mustConfirm: boolean): NewVehicle {
  const filled = Object.entries(words).flatMap(([field, value]) => {
    if (value === undefined || value === null || value === '') return [];
    const isDay = (DAYS as readonly string[]).includes(field);
    return [[field, isDay ? (value as Dayjs).format('YYYY-MM-DD') : typeof value === 'string' ? value.trim() : value]];
  });
  return {
    ...(Object.fromEntries(filled) as Pick<NewVehicle, 'brand' | 'series'>),
    ...(owner ? { owner_id: owner.id } : {}),
    ...(mustConfirm ? { confirm_vin: true } : {}),
  };
}
