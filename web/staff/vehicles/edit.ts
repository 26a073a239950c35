// Changing one car: its fields in place, and everything a change makes old.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { VehicleProfile, VehicleView } from '../../shared/api/types';
import type { Problem } from '../../shared/client';
import { keyOf, useWrite } from '../../shared/queries';
import { type RecordEdit, useRecordEdit } from '../../shared/ui/recordEdit';
import { attributeName, attributeValue } from '../../shared/ui/timeline/attribute';

/** Fields of the record that may be edited in place. */
export const FIELDS = [
  'brand',
  'series',
  'trim',
  'model_year',
  'energy',
  'colour',
  'purchased_on',
  'delivered_on',
  'in_service_on',
  'next_service_on',
  'next_service_km',
  'insurance_until',
  'insurer',
  'inspection_until',
  'warranty_until',
  'warranty_km',
  'battery_health',
  'tyre_health',
  'brake_health',
] as const;
export type VehicleField = (typeof FIELDS)[number];

export function useVehicleEdit(vehicle: VehicleView): RecordEdit {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useRecordEdit<VehicleView>({
    path: `/vehicles/${vehicle.id}`,
    record: vehicle,
    watched: FIELDS,
    wire: (field, value) => [field, value],
    nameOf: (field) => attributeName(field, t),
    show: (field, value) => attributeValue(field, value, t) ?? t('common.none'),
    onSaved: (view) =>
      client.setQueryData<VehicleProfile>(
        keyOf(`/vehicles/${vehicle.id}/profile`),
        (old) => old && { ...old, vehicle: view },
      ),
    touches: touchedBy(vehicle),
  });
}

/** The car itself, the lists it stands in, and the pages of its people. */
export function touchedBy(vehicle: VehicleView) {
  return [['vehicles'], ...vehicle.people.map(({ customer }) => ['customers', customer.id])];
}

export function useVehicleDeed<Form = void>(
  vehicle: VehicleView,
  deed: (form: Form) => Promise<unknown>,
  done: string,
  onProblem?: (problem: Problem) => boolean,
) {
  return useWrite<Form>({
    deed,
    touches: () => touchedBy(vehicle),
    done: () => done,
    ...(onProblem ? { onProblem } : {}),
  });
}
