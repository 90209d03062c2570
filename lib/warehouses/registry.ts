import { NotFoundError } from "@/lib/core/errors";
import type { WarehouseAdapter } from "./contract";
import { shipstation } from "./shipstation/shipstation";

/** Every warehouse platform. Adding one is a folder with a README, a logo, a battery test, and a line here. */
export const warehouseAdapters: readonly WarehouseAdapter[] = [shipstation];

/** The adapter of a platform key; those of `standIns` come first. @throws NotFoundError for a key no adapter has. */
export function findWarehouseAdapter(key: string, standIns: readonly WarehouseAdapter[] = []): WarehouseAdapter {
  const found = [...standIns, ...warehouseAdapters].find(adapter => adapter.definition.key === key);
  if (!found) throw new NotFoundError("warehouse platform");
  return found;
}
