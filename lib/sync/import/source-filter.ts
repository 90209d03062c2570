import type { ChannelRun } from "../context";

/** What the store settings narrow the import to. The Default Warehouse ID counts in shipment mode only. */
export function sourceFilter(run: ChannelRun, onlyOpen: boolean): { onlyOpen: boolean; orderType?: string; warehouseId?: string } {
  const settings = run.store.settings;
  return {
    onlyOpen,
    ...(run.store.mode === "sales_order" ? { orderType: settings.orderType } : {}),
    ...(run.store.mode === "shipment" && settings.defaultWarehouseId ? { warehouseId: settings.defaultWarehouseId } : {}),
  };
}
