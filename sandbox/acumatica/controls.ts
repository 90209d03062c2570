import { type AppChange, changeApp, changeUser, closeSessions, revokeTokens, type UserChange } from "./administrator";
import {
  actOnShipment,
  editOrder,
  type ListFilter,
  type OrderEdit,
  type Poison,
  plainOrders,
  plainShipments,
  poisonOrder,
  type ShipmentAct,
  touchRecord,
} from "./erp-user";
import { addTenant, DEFAULT_CLIENT_ID, DEFAULT_TENANT, DEFAULT_USER } from "./seed-base";
import { type SeedRequest, type SeedResult, seedOrders } from "./seed-orders";
import { liveSessions } from "./sessions";
import type { Site } from "./site";
import { expireAccessTokens } from "./tokens";
import type { ConnectedApp, ErpUser, Session, Tenant } from "./world";

interface InTenant {
  /** Default: Sandbox. */
  tenant?: string;
}

/** Everything a test or a person can do to the instance from outside the API; the same is offered under `/__sandbox`. */
export interface AcumaticaControls {
  seed(request: SeedRequest): SeedResult;
  orders(filter?: ListFilter & InTenant): Record<string, unknown>[];
  shipments(filter?: ListFilter & InTenant): Record<string, unknown>[];
  editOrder(edit: OrderEdit & InTenant): Record<string, unknown>;
  actOnShipment(act: { shipmentNbr: string; action: ShipmentAct } & InTenant): Record<string, unknown>;
  touch(record: { entity: string; key: string; lastModified?: string } & InTenant): void;
  poison(order: { orderNbr: string; kind: Poison; size?: number } & InTenant): void;
  addTenant(tenant: { name: string; clientId: string }): void;
  changeApp(change: Omit<AppChange, "clientId"> & { clientId?: string }): ConnectedApp;
  changeUser(change: Omit<UserChange, "name" | "tenant"> & { name?: string } & InTenant): ErpUser;
  /** Ends the present secrets of an application now. */
  expireSecret(clientId?: string): void;
  revokeTokens(clientId?: string): number;
  expireAccessTokens(): number;
  closeSessions(user?: string): number;
  sessions(): Session[];
  setClock(offsetMs: number): void;
}

/** Binds the controls to one instance. */
export function createControls(site: Site): AcumaticaControls {
  const tenantOf = ({ tenant = DEFAULT_TENANT }: InTenant): Tenant => {
    const found = site.world.tenants.get(tenant);
    if (!found) throw new Error(`No tenant ${tenant}`);
    return found;
  };
  return {
    seed: request => seedOrders(site, tenantOf(request), request),
    orders: (filter = {}) => plainOrders(tenantOf(filter), filter),
    shipments: (filter = {}) => plainShipments(tenantOf(filter), filter),
    editOrder: edit => editOrder(site, tenantOf(edit), edit),
    actOnShipment: act => actOnShipment(site, tenantOf(act), act),
    touch: record => touchRecord(site, tenantOf(record), record),
    poison: order => poisonOrder(site, tenantOf(order), order),
    addTenant: tenant => {
      addTenant(site, tenant);
      site.changed();
    },
    changeApp: change => changeApp(site, { ...change, clientId: change.clientId ?? DEFAULT_CLIENT_ID }),
    changeUser: change => changeUser(site, { ...change, name: change.name ?? DEFAULT_USER, tenant: change.tenant ?? DEFAULT_TENANT }),
    expireSecret: clientId => {
      changeApp(site, { clientId: clientId ?? DEFAULT_CLIENT_ID, secretsExpireAt: site.clock.iso() });
    },
    revokeTokens: clientId => revokeTokens(site, clientId),
    expireAccessTokens: () => expireAccessTokens(site),
    closeSessions: user => closeSessions(site, user),
    sessions: () => liveSessions(site),
    setClock: offsetMs => {
      site.clock.offsetMs = offsetMs;
    },
  };
}
