// The closed lists of the vehicle pages, in the order they are offered.
import type { Clock, Energy, VehicleFault, VehiclePerson } from '../../shared/api/types';

export const ENERGIES: Energy[] = ['petrol', 'electric', 'plug_in', 'range_extended', 'hybrid', 'diesel', 'hydrogen'];
export const ROLES: VehiclePerson['role'][] = ['owner', 'driver', 'payer'];

/** What runs from the day a car is sold. */
export const CLOCKS: Clock['clock'][] = [
  'whole_car',
  'traction_battery',
  'electric_drive',
  'repair_warranty',
  'three_guarantees',
  'free_replacement',
  'return_window',
];

/** Where something can go wrong. */
export const CAR_SYSTEMS: VehicleFault['system'][] = [
  'engine',
  'transmission',
  'traction_battery',
  'drive_motor',
  'steering',
  'brake',
  'suspension',
  'emission',
  'body',
  'electrical',
  'other',
];
