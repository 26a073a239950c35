// The side of a car's page: its people, its attributes edited in place, its plates.

import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { VehicleProfile, VehicleView } from '../../shared/api/types';
import { date, dueTone, relativeDay } from '../../shared/format';
import { EditableFact, type FieldEditor } from '../../shared/ui/Editable';
import { attributeName, attributeValue } from '../../shared/ui/timeline/attribute';
import { RailSection } from '../customers/profile/rail/RailSection';
import { useRecordReason } from '../session/session';
import { useVehicleEdit, type VehicleField } from './edit';
import { People } from './People';
import { Plates } from './Plates';
import { VinFact } from './VinFact';
import { ENERGIES } from './words';

const DATES: VehicleField[] = [
  'next_service_on',
  'next_service_km',
  'insurance_until',
  'insurer',
  'inspection_until',
  'warranty_until',
  'warranty_km',
];
const CAR: VehicleField[] = [
  'brand',
  'series',
  'trim',
  'model_year',
  'energy',
  'colour',
  'purchased_on',
  'delivered_on',
  'in_service_on',
];
const PAST = new Set<VehicleField>(['purchased_on', 'delivered_on', 'in_service_on']);
const DUE = new Set<VehicleField>(['next_service_on', 'insurance_until', 'inspection_until', 'warranty_until']);

export function VehicleRail({ profile }: { profile: VehicleProfile }) {
  const { t } = useTranslation();
  const { vehicle } = profile;
  const edit = useVehicleEdit(vehicle);
  const why = useRecordReason(vehicle.can)('edit');
  const facts = (fields: VehicleField[]) =>
    fields.map((field) => (
      <EditableFact
        key={field}
        label={attributeName(field, t)}
        value={vehicle[field]}
        editor={editorOf(field, t)}
        reason={why}
        onSave={(value) => edit.save({ [field]: value })}
      >
        {shown(field, vehicle, t)}
      </EditableFact>
    ));
  return (
    <>
      <People vehicle={vehicle} />
      <RailSection title={t('vehicle.dates')}>
        <dl className="facts-list">{facts(DATES)}</dl>
      </RailSection>
      <RailSection title={t('vehicle.facts')}>
        <dl className="facts-list">
          <VinFact vehicle={vehicle} reason={why} />
          {facts(CAR)}
        </dl>
      </RailSection>
      <Plates vehicle={vehicle} />
      {edit.dialog}
    </>
  );
}

function editorOf(field: VehicleField, t: TFunction): FieldEditor {
  if (field.endsWith('_on') || field.endsWith('_until')) {
    return { kind: 'date', isPast: PAST.has(field) };
  }
  if (field.endsWith('_km')) return { kind: 'number', unit: 'km' };
  if (field === 'model_year') return { kind: 'number', least: 1980, most: new Date().getFullYear() + 2 };
  if (field === 'energy') {
    return { kind: 'choice', options: ENERGIES.map((energy) => ({ value: energy, label: t(`energy.${energy}`) })) };
  }
  return { kind: 'text', maxLength: 60 };
}

function shown(field: VehicleField, vehicle: VehicleView, t: TFunction) {
  const value = vehicle[field];
  if (DUE.has(field) && typeof value === 'string') {
    return (
      <span className="num">
        {date(value)} <span className={toneOf(value)}>{relativeDay(value)}</span>
      </span>
    );
  }
  return attributeValue(field, value, t);
}

function toneOf(day: string): string {
  const tone = dueTone(day);
  return tone === 'later' ? 'muted' : tone;
}
