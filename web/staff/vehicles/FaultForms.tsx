// Writing down a fault of a car, and its repair.
import { AutoComplete, Checkbox, DatePicker, Form, Input, InputNumber, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { VehicleFault, VehicleView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { FormDrawer, orNull } from '../settings/FormDrawer';
import { touchedBy } from './edit';
import { CAR_SYSTEMS } from './words';

const DAY = 'YYYY-MM-DD';

interface FaultWords {
  symptom: string;
  system: VehicleFault['system'];
  dtc?: string;
  happened_on: Dayjs;
  mileage_km?: number | null;
  source: VehicleFault['source'];
  is_safety: boolean;
  is_repaired: boolean;
}

interface RepairWords {
  repaired_on: Dayjs;
  days: number;
  is_part_replaced: boolean;
}

interface FaultFormProps {
  vehicle: VehicleView;
  /** What was written down before, to choose from when it comes back. */
  known: VehicleFault[];
  onClose: () => void;
}

export function FaultForm({ vehicle, known, onClose }: FaultFormProps) {
  const { t } = useTranslation();
  const must = [{ required: true, message: t('fault.missing') }];
  const sameAs = (words: FaultWords) =>
    known.find((fault) => fault.symptom === words.symptom.trim() && fault.system === words.system)?.fault_key;
  return (
    <FormDrawer<FaultWords & RepairWords>
      title={t('fault.new')}
      initial={{
        system: 'engine',
        happened_on: dayjs(),
        mileage_km: vehicle.mileage_km,
        source: 'workshop',
        is_safety: false,
        is_repaired: false,
        repaired_on: dayjs(),
        days: 1,
        is_part_replaced: false,
      }}
      touches={touchedBy(vehicle)}
      onClose={onClose}
      submit={(words) =>
        api.post(`/vehicles/${vehicle.id}/faults`, {
          symptom: words.symptom,
          system: words.system,
          dtc: orNull(words.dtc),
          happened_on: words.happened_on.format(DAY),
          mileage_km: words.mileage_km ?? null,
          source: words.source,
          is_safety: words.is_safety,
          fault_key: orNull(words.dtc) ? null : (sameAs(words) ?? null),
          repair: words.is_repaired ? repairOf(words) : null,
        })
      }
    >
      <Form.Item name="symptom" label={t('fault.symptom')} rules={[{ ...must[0], whitespace: true }]}>
        <AutoComplete
          autoFocus
          options={[...new Set(known.map((fault) => fault.symptom))].map((value) => ({ value }))}
          placeholder={t('fault.symptomHint')}
        />
      </Form.Item>
      <div className="halves">
        <Form.Item name="system" label={t('fault.systemLabel')} rules={must}>
          <Select options={CAR_SYSTEMS.map((system) => ({ value: system, label: t(`fault.system.${system}`) }))} />
        </Form.Item>
        <Form.Item name="dtc" label={t('fault.dtc')}>
          <Input maxLength={5} placeholder="P0300" />
        </Form.Item>
        <Form.Item name="happened_on" label={t('fault.day')} rules={must}>
          <DatePicker format={DAY} allowClear={false} maxDate={dayjs()} />
        </Form.Item>
        <Form.Item name="mileage_km" label={t('attribute.mileage_km')}>
          <InputNumber min={0} max={2_999_999} precision={0} controls={false} suffix="km" />
        </Form.Item>
      </div>
      <Form.Item name="source" label={t('fault.sourceLabel')}>
        <Select
          options={(['workshop', 'owner', 'telematics'] as const).map((source) => ({
            value: source,
            label: t(`fault.source.${source}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="is_safety" valuePropName="checked">
        <Checkbox>{t('fault.safetyHint')}</Checkbox>
      </Form.Item>
      <Form.Item name="is_repaired" valuePropName="checked">
        <Checkbox>{t('fault.isRepaired')}</Checkbox>
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(before, after) => before.is_repaired !== after.is_repaired}>
        {({ getFieldValue }) => getFieldValue('is_repaired') && <RepairFields />}
      </Form.Item>
    </FormDrawer>
  );
}

interface RepairFormProps {
  vehicle: VehicleView;
  fault: VehicleFault;
  onClose: () => void;
}

export function RepairForm({ vehicle, fault, onClose }: RepairFormProps) {
  const { t } = useTranslation();
  return (
    <FormDrawer<RepairWords>
      title={t('fault.repairOf', { name: fault.symptom })}
      initial={{ repaired_on: dayjs(), days: 1, is_part_replaced: false }}
      touches={touchedBy(vehicle)}
      onClose={onClose}
      submit={(words) =>
        api.put(`/vehicles/${vehicle.id}/faults/${fault.id}/repair`, repairOf(words), { version: fault.version })
      }
    >
      <RepairFields />
    </FormDrawer>
  );
}

function RepairFields() {
  const { t } = useTranslation();
  const must = [{ required: true, message: t('fault.missing') }];
  return (
    <>
      <div className="halves">
        <Form.Item name="repaired_on" label={t('fault.repairedOn')} rules={must}>
          <DatePicker format={DAY} allowClear={false} maxDate={dayjs()} />
        </Form.Item>
        <Form.Item name="days" label={t('fault.days')} rules={must} extra={t('fault.daysHint')}>
          <InputNumber min={1} max={1_000} precision={0} />
        </Form.Item>
      </div>
      <Form.Item name="is_part_replaced" valuePropName="checked">
        <Checkbox>{t('fault.replacedHint')}</Checkbox>
      </Form.Item>
    </>
  );
}

function repairOf({ repaired_on, days, is_part_replaced }: RepairWords) {
  return { repaired_on: repaired_on.format(DAY), days, is_part_replaced };
}
