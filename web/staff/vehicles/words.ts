// The closed lists of the vehicle pages, in the order they are offered.
import type { Energy, VehiclePerson } from '../../shared/api/types';

export const ENERGIES: Energy[] = ['petrol', 'electric', 'plug_in', 'range_extended', 'hybrid', 'diesel', 'hydrogen'];
export const ROLES: VehiclePerson['role'][] = ['owner', 'driver', 'payer'];
