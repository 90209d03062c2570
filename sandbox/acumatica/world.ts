import { CONTRACT } from "./contract";
import type { Row } from "./rows";
import { createTable, type Table } from "./table";

/** A connected application (Connected Applications, SM303010). */
export interface ConnectedApp {
  /** `<GUID>@<tenant>`. */
  clientId: string;
  name: string;
  tenant: string;
  isActive: boolean;
  flows: string[];
  secrets: { value: string; expiresAt: string | null }[];
  redirectUris: string[];
  /** Sandbox comfort: any loopback redirect address is accepted as registered. */
  anyLoopbackRedirect: boolean;
  refreshMode: "absolute" | "sliding" | "none";
  absoluteDays: number;
  slidingDays: number;
  slidingCapDays: number | null;
}

/** What a role allows on one screen, weakest first. Screens not named are fully allowed. */
export type AccessLevel = "denied" | "view" | "edit" | "delete";

/** A user (Users, SM201010). */
export interface ErpUser {
  name: string;
  tenant: string;
  password: string;
  isDisabled: boolean;
  lockedUntilMs: number;
  failures: number;
  isPasswordChangeRequired: boolean;
  hasApiAccess: boolean;
  rights: Record<string, AccessLevel>;
  /** "Max. Number of Concurrent API Logins"; null = the switch decides. */
  maxSessions: number | null;
}

/** One consent: all tokens that descend from one sign-in. */
export interface Grant {
  id: string;
  clientId: string;
  tenant: string;
  user: string;
  scope: string;
  isRevoked: boolean;
  /** End of the newest access token: the grant's session ends with it. */
  accessExpiresMs: number;
}
export interface AccessToken {
  value: string;
  grantId: string;
  expiresMs: number;
}
export interface RefreshToken {
  value: string;
  grantId: string;
  /** End by the application's mode; moves with each rotation in sliding mode. */
  expiresMs: number;
  capMs: number;
  isUsed: boolean;
}
export interface AuthorizationCode {
  value: string;
  clientId: string;
  user: string;
  scope: string;
  redirectUri: string;
  challenge: string | null;
  expiresMs: number;
  isUsed: boolean;
}

/** One API sign-in: a seat of the licence. */
export interface Session {
  id: string;
  kind: "api" | "offline" | "concurrent" | "cookie";
  tenant: string;
  user: string;
  /** What the session belongs to: access token, grant, or its own cookie. */
  ownerKey: string;
  openedMs: number;
  lastUsedMs: number;
  /** Rights as they were at sign-in. */
  rights: Record<string, AccessLevel>;
}

export interface Operation {
  id: string;
  sessionId: string;
  tenant: string;
  user: string;
  entity: string;
  action: string;
  rowId: string;
  parameters: Record<string, string>;
  endsMs: number;
  state: "running" | "done" | "failed";
  hasEffect: boolean;
  failure: string | null;
}

export interface Tenant {
  name: string;
  tables: Map<string, Table>;
  /** Last number given, per series. */
  counters: Record<string, number>;
  /** "SO/SO004512" → shipment numbers. */
  shipmentsByOrder: Map<string, Set<string>>;
}

export interface World {
  tenants: Map<string, Tenant>;
  apps: ConnectedApp[];
  users: ErpUser[];
  grants: Map<string, Grant>;
  accessTokens: Map<string, AccessToken>;
  refreshTokens: Map<string, RefreshToken>;
  codes: Map<string, AuthorizationCode>;
  sessions: Map<string, Session>;
  operations: Map<string, Operation>;
}

export function createTenant(name: string): Tenant {
  const tables = new Map([...CONTRACT.values()].map(entity => [entity.name, createTable(entity)] as const));
  return { name, tables, counters: {}, shipmentsByOrder: new Map() };
}

/** @throws Error for an entity the sandbox does not serve. */
export function tableOf(tenant: Tenant, entity: string): Table {
  const table = tenant.tables.get(entity);
  if (!table) throw new Error(`The sandbox has no entity ${entity}`);
  return table;
}

export function emptyWorld(): World {
  return {
    tenants: new Map(),
    apps: [],
    users: [],
    grants: new Map(),
    accessTokens: new Map(),
    refreshTokens: new Map(),
    codes: new Map(),
    sessions: new Map(),
    operations: new Map(),
  };
}

export interface SavedWorld {
  tenants: { name: string; counters: Record<string, number>; tables: Record<string, Row[]> }[];
  apps: ConnectedApp[];
  users: ErpUser[];
  grants: Grant[];
  accessTokens: AccessToken[];
  refreshTokens: RefreshToken[];
  sessions: Session[];
  operations: Operation[];
}

/** The whole instance as plain JSON. */
export function saveWorld(world: World): SavedWorld {
  return {
    tenants: [...world.tenants.values()].map(({ name, counters, tables }) => ({
      name,
      counters,
      tables: Object.fromEntries([...tables].map(([entity, table]) => [entity, [...table.all()]])),
    })),
    apps: world.apps,
    users: world.users,
    grants: [...world.grants.values()],
    accessTokens: [...world.accessTokens.values()],
    refreshTokens: [...world.refreshTokens.values()],
    sessions: [...world.sessions.values()],
    operations: [...world.operations.values()],
  };
}

/** Puts a saved instance back into an empty world. */
export function restoreWorld(world: World, saved: SavedWorld): void {
  for (const { name, counters, tables } of saved.tenants) {
    const tenant = createTenant(name);
    tenant.counters = counters;
    for (const [entity, rows] of Object.entries(tables)) for (const row of rows) tenant.tables.get(entity)?.save(row);
    for (const shipment of tableOf(tenant, "Shipment").all()) linkShipment(tenant, shipment);
    world.tenants.set(name, tenant);
  }
  world.apps = saved.apps;
  world.users = saved.users;
  for (const grant of saved.grants) world.grants.set(grant.id, grant);
  for (const token of saved.accessTokens) world.accessTokens.set(token.value, token);
  for (const token of saved.refreshTokens) world.refreshTokens.set(token.value, token);
  for (const session of saved.sessions) world.sessions.set(session.id, session);
  for (const operation of saved.operations) world.operations.set(operation.id, operation);
}

/** Keeps the way from an order to its shipments in step with a shipment's lines. */
export function linkShipment(tenant: Tenant, shipment: Row): void {
  const number = String(shipment.ShipmentNbr);
  const lines = Array.isArray(shipment.Details) ? shipment.Details : [];
  for (const line of lines) {
    const key = `${line.OrderType}/${line.OrderNbr}`;
    const numbers = tenant.shipmentsByOrder.get(key) ?? new Set<string>();
    tenant.shipmentsByOrder.set(key, numbers.add(number));
  }
}

export function unlinkShipment(tenant: Tenant, shipment: Row): void {
  const lines = Array.isArray(shipment.Details) ? shipment.Details : [];
  for (const line of lines) tenant.shipmentsByOrder.get(`${line.OrderType}/${line.OrderNbr}`)?.delete(String(shipment.ShipmentNbr));
}
