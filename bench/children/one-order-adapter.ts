import type { WarehouseAdapter } from "@/lib/warehouses/contract";
import { findWarehouseAdapter } from "@/lib/warehouses/registry";

/** ShipStation as a warehouse that takes one order a call: same calls, same idempotent keys, batches of one, and with ten concurrent batches thirty open calls. */
export function oneOrderAdapter(): WarehouseAdapter {
  const whole = findWarehouseAdapter("shipstation");
  return { ...whole, definition: { ...whole.definition, batchSize: 1, callsPerBatch: 3 } };
}
