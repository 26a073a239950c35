// From what the form of a new customer holds to what the server takes, and back from its complaints to the form.
import type { Energy, Gender, NewCustomer } from '../../../shared/api/types';
import type { FieldProblem } from '../../../shared/client';

/** The form as it is filled in. */
export interface CustomerWords {
  kind: 'person' | 'company';
  name: string;
  phone?: string;
  gender?: Gender;
  source?: string;
  store_id?: string;
  consultant_id?: string | null;
  advisor_id?: string | null;
  note?: string;
  car?: CarWords;
}

export interface CarWords {
  vin?: string;
  plate?: string;
  brand?: string;
  series?: string;
  energy?: Energy;
  mileage_km?: number | null;
  /** Keep a VIN whose check digit is wrong: some are really stamped so. */
  confirm_vin?: boolean;
}

/** `hasMoved`: the plate was on another car until now. */
export function newCustomerOf(words: CustomerWords, hasCar: boolean, hasMoved = false): NewCustomer {
  const { phone, car, consultant_id, advisor_id, ...plain } = words;
  return {
    ...filled(plain),
    ...(phone?.trim() ? { phones: [phone.trim()] } : {}),
    ...(consultant_id ? { consultant_id } : {}),
    ...(advisor_id ? { advisor_id } : {}),
    ...(hasCar && car
      ? { vehicle: { ...newVehicleOf(car), ...(hasMoved ? { moved_from_other_car: true } : {}) } }
      : {}),
  };
}

/** Where each complaint belongs in the form; those of no field there stand above it. */
export function placesOf(errors: readonly FieldProblem[]): {
  fields: { name: string[]; errors: string[] }[];
  rest: string[];
} {
  const fields: { name: string[]; errors: string[] }[] = [];
  const rest: string[] = [];
  for (const { field, message } of errors) {
    const name = placeOf(field);
    if (name) fields.push({ name, errors: [message] });
    else rest.push(message);
  }
  return { fields, rest };
}

const PLAIN = ['kind', 'name', 'gender', 'source', 'store_id', 'consultant_id', 'advisor_id', 'note'];
const CAR = ['vin', 'plate', 'brand', 'series', 'energy', 'mileage_km'];

function placeOf(field: string): string[] | null {
  const [first = '', second = ''] = field.split(/[.[\]]+/);
  if (first === 'phones' || first === 'phone') return ['phone'];
  if (first === 'vehicle' && CAR.includes(second)) return ['car', second];
  if (['vin', 'plate'].includes(first)) return ['car', first];
  return PLAIN.includes(first) ? [first] : null;
}

function newVehicleOf({ brand = '', series = '', vin, mileage_km, ...car }: CarWords) {
  return {
    ...filled(car),
    brand: brand.trim(),
    series: series.trim(),
    ...(vin ? { vin: vin.trim().toUpperCase() } : {}),
    ...(typeof mileage_km === 'number' ? { mileage_km } : {}),
  };
}

/** Without what was left empty. */
function filled<T extends object>(words: T): T {
  return Object.fromEntries(
    Object.entries(words).flatMap(([key, value]) => {
      const plain = typeof value === 'string' ? value.trim() : value;
      return plain === undefined || plain === null || plain === '' || plain === false ? [] : [[key, plain]];
    }),
  ) as T;
}
