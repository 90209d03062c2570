import type { Warehouse } from "./account-types";
import { asBoolean, asText, isObject, type Json } from "./json-fields";
import { buildAddress } from "./order-document";
import { formatWall } from "./pacific-time";
import { notFound, ruleError } from "./vendor-error";
import { type World, wallNow } from "./world";

export function getWarehouse(world: World, warehouseId: number): Warehouse {
  const warehouse = world.state.warehouses.find(entry => entry.warehouseId === warehouseId);
  if (!warehouse) throw notFound("warehouse");
  return warehouse;
}

function readWarehouse(body: Json): Pick<Warehouse, "warehouseName" | "originAddress" | "returnAddress"> {
  if (!isObject(body.originAddress)) throw ruleError("'originAddress' must not be empty.");
  const originAddress = buildAddress(body.originAddress, false);
  const returnAddress = buildAddress(isObject(body.returnAddress) ? body.returnAddress : body.originAddress, false);
  return { warehouseName: asText(body.warehouseName) ?? originAddress.name ?? "", originAddress, returnAddress };
}

function makeDefault(world: World, chosen: Warehouse): void {
  for (const warehouse of world.state.warehouses) warehouse.isDefault = warehouse === chosen;
}

/** POST /warehouses/createwarehouse. @throws VendorError without an origin address */
export function createWarehouse(world: World, body: Json): Warehouse {
  const createDate = formatWall(wallNow(world));
  const warehouse: Warehouse = { warehouseId: world.state.next("warehouse"), ...readWarehouse(body), createDate, isDefault: false };
  world.state.warehouses.push(warehouse);
  if (asBoolean(body.isDefault)) makeDefault(world, warehouse);
  return warehouse;
}

/** PUT /warehouses/{id}: the whole warehouse again. @throws VendorError */
export function updateWarehouse(world: World, warehouseId: number, body: Json): Warehouse {
  const warehouse = getWarehouse(world, warehouseId);
  Object.assign(warehouse, readWarehouse(body));
  if (asBoolean(body.isDefault)) makeDefault(world, warehouse);
  return warehouse;
}

/** DELETE /warehouses/{id}. @throws VendorError for the default one */
export function deleteWarehouse(world: World, warehouseId: number): object {
  const warehouse = getWarehouse(world, warehouseId);
  if (warehouse.isDefault) throw ruleError("The default warehouse cannot be deleted.");
  world.state.warehouses = world.state.warehouses.filter(entry => entry !== warehouse);
  return { success: true, message: "The requested warehouse has been deleted" };
}
