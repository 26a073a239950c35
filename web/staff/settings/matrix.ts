// Permissions of roles while they are being changed: what differs from what is saved.
import type { PermissionView, RoleView } from '../../shared/api/types';

/** For each changed role all its permissions as they would be. */
export type Draft = ReadonlyMap<string, ReadonlySet<string>>;

type RolePower = Pick<RoleView, 'id' | 'permissions'>;

export function has(draft: Draft, role: RolePower, permission: string): boolean {
  return draft.get(role.id)?.has(permission) ?? role.permissions.includes(permission);
}

/** Gives or takes permissions; a role that is as saved leaves the draft. */
export function put(draft: Draft, role: RolePower, permissions: string[], isGiven: boolean): Draft {
  const next = new Set(draft.get(role.id) ?? role.permissions);
  for (const permission of permissions) {
    if (isGiven) next.add(permission);
    else next.delete(permission);
  }
  const drafted = new Map(draft);
  if (changesOf(next, role) === 0) drafted.delete(role.id);
  else drafted.set(role.id, next);
  return drafted;
}

/** How many boxes differ from what is saved. */
export function countChanges(draft: Draft, roles: RolePower[]): number {
  return roles.reduce((sum, role) => sum + changesOf(draft.get(role.id), role), 0);
}

/** The permissions in the order of the server, by department. */
export function byDepartment(permissions: PermissionView[]): [string, PermissionView[]][] {
  const departments = [...new Set(permissions.map(({ department }) => department))];
  return departments.map((name) => [name, permissions.filter(({ department }) => department === name)]);
}

function changesOf(next: ReadonlySet<string> | undefined, role: RolePower): number {
  if (!next) return 0;
  const given = [...next].filter((permission) => !role.permissions.includes(permission));
  const taken = role.permissions.filter((permission) => !next.has(permission));
  return given.length + taken.length;
}
