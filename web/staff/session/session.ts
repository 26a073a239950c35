// Who is signed in, what they may do, and which of their stores they are looking at.
import { useSuspenseQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView, StoreRef } from '../../shared/api/types';
import { permissionWords, read } from '../../shared/queries';

export const sessionQuery = { ...read<SessionView>('/session'), staleTime: Number.POSITIVE_INFINITY };

export function useSession(): SessionView {
  return useSuspenseQuery(sessionQuery).data;
}

/** What the server has said this person may do. */
export function usePower() {
  const { permissions, group_permissions } = useSession();
  const { t } = useTranslation();
  return {
    may: (permission: string) => permissions.includes(permission),
    /** Whether it holds in the whole group. */
    mayInGroup: (permission: string) => group_permissions.includes(permission),
    /** Why the deed is not theirs, or nothing when it is. */
    reason: (permission: string) =>
      permissions.includes(permission)
        ? null
        : t('common.needsPermission', { permission: permissionWords(permission, t) }),
  };
}

/** Why a deed on a record is not possible now, going by the record's own `can`. */
export function useRecordReason(can: readonly string[] | undefined) {
  const { t } = useTranslation();
  return (deed: string) => (can?.includes(deed) ? null : t('common.notPossible'));
}

const STORED = 'roadbook.store';
const listeners = new Set<() => void>();

/** The store one looks at: null means all the stores one may see. */
export function useStoreChoice(): { store: StoreRef | null; choose: (id: string | null) => void } {
  const { stores } = useSession();
  const id = useSyncExternalStore(subscribe, () => localStorage.getItem(STORED));
  return { store: stores.find((store) => store.id === id) ?? null, choose: chooseStore };
}

function chooseStore(id: string | null): void {
  if (id) localStorage.setItem(STORED, id);
  else localStorage.removeItem(STORED);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
