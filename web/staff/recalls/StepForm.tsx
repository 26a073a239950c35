// Saying how far cars of a recall have come: one from its row or its page, or many at once.
import { DatePicker, Form, Input, InputNumber, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/client';
import { FormDrawer, orNull } from '../settings/FormDrawer';
import { DAY } from './RecallForm';
import { CAR_STATES, type CarState } from './words';

interface StepWords {
  to: CarState;
  on: Dayjs;
  mileage_km?: number | null;
  note?: string;
}

const NEXT: Record<CarState, CarState> = {
  open: 'notified',
  notified: 'booked',
  booked: 'done',
  done: 'open',
  refused: 'notified',
  not_affected: 'open',
};

interface StepFormProps {
  recallId: string;
  car: { vehicle_id: string; name: string; state: CarState; mileage_km: number | null; version: number };
  onClose: () => void;
}

export function StepForm({ recallId, car, onClose }: StepFormProps) {
  const { t } = useTranslation();
  return (
    <FormDrawer<StepWords>
      title={t('recall.cars.moveOf', { name: car.name })}
      initial={{ to: NEXT[car.state], on: dayjs(), mileage_km: car.mileage_km }}
      touches={[['recalls'], ['vehicles'], ['customers'], ['tasks'], ['home']]}
      onClose={onClose}
      submit={({ to, on, mileage_km, note }) =>
        api.put(
          `/recalls/${recallId}/cars/${car.vehicle_id}/state`,
          { to, on: on.format(DAY), mileage_km: mileage_km ?? null, note: orNull(note) },
          { version: car.version },
        )
      }
    >
      <StateField without={car.state} />
      <div className="halves">
        <DayField />
        <Form.Item name="mileage_km" label={t('recall.step.mileage')}>
          <InputNumber min={0} max={2_999_999} precision={0} controls={false} suffix="km" />
        </Form.Item>
      </div>
      <NoteField />
    </FormDrawer>
  );
}

interface MoveFormProps {
  recallId: string;
  /** Which cars: those of a question, or these. */
  which: { state?: CarState | undefined; store_id?: string | undefined; q?: string | undefined; ids?: string[] };
  words: string;
  onClose: () => void;
  onBegun: () => void;
}

export function MoveForm({ recallId, which, words, onClose, onBegun }: MoveFormProps) {
  const { t } = useTranslation();
  return (
    <FormDrawer<StepWords>
      title={t('recall.step.title')}
      initial={{ to: which.state ? NEXT[which.state] : 'notified', on: dayjs() }}
      touches={[['recalls', recallId]]}
      onClose={onClose}
      above={<p className="second">{t('recall.step.many', { words })}</p>}
      submit={async ({ to, on, note }) => {
        await api.post(`/recalls/${recallId}/moves`, { ...which, to, on: on.format(DAY), note: orNull(note) });
        onBegun();
      }}
    >
      <StateField />
      <DayField />
      <NoteField />
    </FormDrawer>
  );
}

function StateField({ without }: { without?: CarState }) {
  const { t } = useTranslation();
  return (
    <Form.Item name="to" label={t('recall.step.to')}>
      <Select
        options={CAR_STATES.filter((state) => state !== without).map((state) => ({
          value: state,
          label: t(`recall.carState.${state}`),
        }))}
      />
    </Form.Item>
  );
}

function DayField() {
  const { t } = useTranslation();
  return (
    <Form.Item name="on" label={t('recall.step.on')}>
      <DatePicker format={DAY} allowClear={false} maxDate={dayjs()} />
    </Form.Item>
  );
}

function NoteField() {
  const { t } = useTranslation();
  return (
    <Form.Item name="note" label={t('recall.step.note')}>
      <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={4_000} />
    </Form.Item>
  );
}
