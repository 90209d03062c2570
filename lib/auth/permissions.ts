import type { Actor, Role } from "@/lib/db/scope";

/** Who may do a thing: the roles of people, and whether an API key may be given it. */
interface Grant {
  roles: readonly Role[];
  /** False: people only, whatever the key's scopes say. */
  keys: boolean;
}

const EVERYONE = ["owner", "admin", "operator", "viewer"] as const;
const OPERATORS = ["owner", "admin", "operator"] as const;
const ADMINS = ["owner", "admin"] as const;

/**
 * The one table of rights. Owner: everything. Admin: everything but deleting the workspace. Operator: orders, problems, mapping, run now and pausing;
 * no credentials. Viewer: reads. What is not in this table can't be asked for: entrances name their permission and the compiler knows the names.
 */
export const PERMISSIONS = {
  "merchants:read": { roles: EVERYONE, keys: true },
  "merchants:write": { roles: ADMINS, keys: true },
  "stores:read": { roles: EVERYONE, keys: true },
  /** Includes credentials. */
  "stores:write": { roles: ADMINS, keys: true },
  /** The proof test: uses credentials without showing or changing them. */
  "stores:test": { roles: OPERATORS, keys: true },
  "warehouses:read": { roles: EVERYONE, keys: true },
  "warehouses:write": { roles: ADMINS, keys: true },
  "warehouses:test": { roles: OPERATORS, keys: true },
  "connections:read": { roles: EVERYONE, keys: true },
  "connections:write": { roles: ADMINS, keys: true },
  /** Run now, pause and resume one direction. */
  "connections:run": { roles: OPERATORS, keys: true },
  "runs:read": { roles: EVERYONE, keys: true },
  "orders:read": { roles: EVERYONE, keys: true },
  "orders:write": { roles: OPERATORS, keys: true },
  "problems:read": { roles: EVERYONE, keys: true },
  "mappings:read": { roles: EVERYONE, keys: true },
  "mappings:write": { roles: OPERATORS, keys: true },
  "events:read": { roles: EVERYONE, keys: true },
  "exchanges:read": { roles: OPERATORS, keys: true },
  "people:read": { roles: ADMINS, keys: false },
  "people:write": { roles: ADMINS, keys: false },
  "api_keys:read": { roles: ADMINS, keys: false },
  "api_keys:write": { roles: ADMINS, keys: false },
  "workspace:delete": { roles: ["owner"], keys: false },
} as const satisfies Record<string, Grant>;

export type Permission = keyof typeof PERMISSIONS;
export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as Permission[];

/** What a key may be given: `all`, `read` (every :read that keys may have), or single permissions. */
export const KEY_SCOPES: readonly string[] = ["all", "read", ...PERMISSION_NAMES.filter(name => PERMISSIONS[name].keys)];

/**
 * These act on the whole workspace, so a person limited to one merchant may not do them, whatever the role: a warehouse is shared, people and keys see all.
 */
const WHOLE_WORKSPACE: ReadonlySet<Permission> = new Set([
  "merchants:write",
  "warehouses:write",
  "warehouses:test",
  "people:read",
  "people:write",
  "api_keys:read",
  "api_keys:write",
  "workspace:delete",
]);

/** True when this actor, limited to that merchant or not, may do it. */
export function isAllowed(actor: Actor, permission: Permission, merchantId: string | null = null): boolean {
  if (actor.kind === "system") return true;
  if (merchantId !== null && WHOLE_WORKSPACE.has(permission)) return false;
  const grant: Grant = PERMISSIONS[permission];
  if (actor.kind === "user") return grant.roles.includes(actor.role);
  if (!grant.keys) return false;
  return (
    actor.scopes.includes("all") || actor.scopes.includes(permission) || (permission.endsWith(":read") && actor.scopes.includes("read"))
  );
}
