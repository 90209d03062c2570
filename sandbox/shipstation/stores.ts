import type { Store } from "./account-types";
import { asBoolean, asNumber, asText, type Json } from "./json-fields";
import { formatWallShort, formatWallUsDate, parseWall } from "./pacific-time";
import type { RequestQuery } from "./request-query";
import { requireNumber } from "./request-query";
import { MARKETPLACES } from "./seed-data";
import { notFound, nullReference, ruleError } from "./vendor-error";
import { type World, wallNow } from "./world";

/** The first manual store: where orders without a store go. @throws VendorError (500) when the account has none, as the vendor does */
export function firstManualStore(world: World): Store {
  const store = world.state.stores.find(entry => entry.marketplaceId === 0 && entry.active);
  if (!store) throw nullReference();
  return store;
}

/** The store of a new order. @throws VendorError for an unknown, inactive or marketplace-fed store */
export function storeForNewOrder(world: World, storeId: number | null): number {
  if (storeId === null) return firstManualStore(world).storeId;
  const store = world.state.stores.find(entry => entry.storeId === storeId);
  if (!store?.active) throw ruleError(`Store ${storeId} is not an active store of this account.`);
  if (store.marketplaceId !== 0 && world.switches.marketplaceStoreOrders === "refuse") {
    throw ruleError(`Store ${storeId} is fed by ${store.marketplaceName}; orders can only be created in a manual store.`);
  }
  return storeId;
}

export function getStore(world: World, storeId: number): Store {
  const store = world.state.stores.find(entry => entry.storeId === storeId);
  if (!store) throw notFound("store");
  return store;
}

/** GET /stores. The list shows stores without their status mappings. */
export function listStores(world: World, query: RequestQuery): object[] {
  const marketplaceId = query.integer("marketplaceId");
  const isShowingInactive = query.flag("showInactive") ?? false;
  return world.state.stores
    .filter(store => (isShowingInactive || store.active) && (marketplaceId === null || store.marketplaceId === marketplaceId))
    .map(({ statusMappings: _, ...store }) => store);
}

/** PUT /stores/{id}: the whole store again. */
export function updateStore(world: World, storeId: number, body: Json): Store {
  const store = getStore(world, storeId);
  if (!asText(body.storeName)) throw ruleError("'storeName' must not be empty.");
  store.storeName = asText(body.storeName) ?? store.storeName;
  store.active = asBoolean(body.active) ?? store.active;
  store.companyName = asText(body.companyName) ?? "";
  store.phone = asText(body.phone) ?? "";
  store.publicEmail = asText(body.publicEmail) ?? "";
  store.website = asText(body.website) ?? "";
  store.autoRefresh = asBoolean(body.autoRefresh) ?? store.autoRefresh;
  if (Array.isArray(body.statusMappings)) store.statusMappings = body.statusMappings as Store["statusMappings"];
  store.modifyDate = formatWallShort(wallNow(world));
  return store;
}

/** POST /stores/refreshstore: storeId and refreshDate from the query or the body; without a store, all that can refresh. */
export function refreshStore(world: World, query: RequestQuery, body: Json): Store | object {
  const storeId = query.integer("storeId") ?? asNumber(body.storeId);
  const since = parseWall(query.text("refreshDate") ?? asText(body.refreshDate) ?? "", false);
  const targets = storeId === null ? world.state.stores.filter(store => store.marketplaceId !== 0) : [getStore(world, storeId)];
  const nowWall = wallNow(world);
  for (const store of targets) {
    store.lastRefreshAttempt = formatWallShort(nowWall);
    store.refreshDate = formatWallShort(since ?? nowWall);
  }
  return targets.length === 1 && targets[0] ? targets[0] : { success: "true", message: "A store refresh has been initiated successfully." };
}

/** GET /stores/getrefreshstatus, whose dates look like `8-13-2014`. */
export function refreshStatus(world: World, query: RequestQuery): object {
  const store = getStore(world, query.integer("storeId") ?? 0);
  const shown = (date: string | null) => {
    const wall = date === null ? null : parseWall(date, false);
    return wall === null ? null : formatWallUsDate(wall);
  };
  return {
    storeId: store.storeId,
    refreshStatusId: 3,
    refreshStatus: "Complete",
    lastRefreshAttempt: shown(store.lastRefreshAttempt),
    refreshDate: shown(store.refreshDate),
  };
}

/** POST /stores/deactivate and /stores/reactivate; `success` is text there, as in the vendor's samples. */
export function setStoreActive(world: World, body: Json, isActive: boolean): object {
  const store = getStore(world, requireNumber(body, "storeId"));
  store.active = isActive;
  store.modifyDate = formatWallShort(wallNow(world));
  return { success: "true", message: `The requested store has been ${isActive ? "reactivated" : "deactivated"}.` };
}

export function listMarketplaces(): object[] {
  return MARKETPLACES;
}
