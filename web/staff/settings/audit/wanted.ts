// What is looked for in the audit, and how the server is asked for it.
import dayjs from 'dayjs';
import type { AuditKind, Ref } from '../../../shared/api/types';

export const KINDS: AuditKind[] = ['saw', 'changed', 'exported', 'signed_in'];

export interface Wanted {
  kind?: AuditKind | undefined;
  /** Somebody of the house, or a key. */
  actor?: Ref | undefined;
  customer?: Ref | undefined;
  vehicle?: Ref | undefined;
  /** Another record that was seen, by its id. */
  record?: string | undefined;
  /** The first and the last day, `2026-03-01`. */
  from?: string | undefined;
  until?: string | undefined;
}

export function queryOf(wanted: Wanted, store: string | undefined) {
  return {
    kind: wanted.kind,
    actor_id: wanted.actor?.id,
    customer_id: wanted.customer?.id,
    vehicle_id: wanted.vehicle?.id,
    record_id: wanted.record,
    store_id: store,
    from: wanted.from && dayjs(wanted.from).startOf('day').toISOString(),
    until: wanted.until && dayjs(wanted.until).add(1, 'day').startOf('day').toISOString(),
  };
}

export function isNarrowed(wanted: Wanted): boolean {
  return Object.values(wanted).some((value) => value !== undefined);
}
