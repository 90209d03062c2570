import { shipmentsOf } from "./computed";
import { moveOrder, recountOrder } from "./order-state";
import { linkedOf, newId, num, type Row, rowsOf, text, type Value } from "./rows";
import { confirmShipment, correctShipment, deleteShipment, holdShipment, prepareInvoice, updateInventory } from "./shipment-state";
import type { Site } from "./site";
import { type Tenant, tableOf } from "./world";

const BY = "an ERP user";

export interface OrderEdit {
  orderNbr: string;
  orderType?: string;
  /** Top-level fields, bare values. */
  set?: Record<string, Value>;
  shipToAddress?: Record<string, string>;
  shipToContact?: Record<string, string>;
  note?: string;
  /** By line number: new quantity or any other field; `remove`; without a line number a line is added. */
  lines?: { lineNbr?: number; remove?: boolean; set?: Record<string, Value>; orderQty?: number }[];
  action?: "hold" | "release" | "cancel" | "reopen" | "open" | "credit_hold" | "complete" | "delete";
  /** Stamps the record with this instant instead of now. */
  lastModified?: string;
}

const MOVES: Record<string, string> = {
  hold: "PutOnHold",
  release: "ReleaseFromHold",
  cancel: "CancelOrder",
  reopen: "ReopenOrder",
  open: "OpenOrder",
  complete: "CompleteOrder",
};

function findOrder(tenant: Tenant, { orderType = "SO", orderNbr }: { orderType?: string; orderNbr: string }): Row {
  const order = tableOf(tenant, "SalesOrder").byKey(`${orderType}/${orderNbr}`);
  if (!order) throw new Error(`No order ${orderType} ${orderNbr}`);
  return order;
}

function editLine(order: Row, { lineNbr, remove, set, orderQty }: NonNullable<OrderEdit["lines"]>[number]): void {
  const lines = rowsOf(order, "Details");
  const existing = lines.find(line => line.LineNbr === lineNbr);
  if (existing && remove) {
    order.Details = lines.filter(line => line !== existing);
    return;
  }
  const line: Row = existing ?? {
    id: newId(),
    LineNbr: Math.max(0, ...lines.map(other => num(other, "LineNbr"))) + 1,
    UOM: "EA",
    WarehouseID: "MAIN",
    OrderQty: 1,
  };
  if (!existing) order.Details = [...lines, line];
  Object.assign(line, set, orderQty === undefined ? {} : { OrderQty: orderQty });
}

/** What a person at the order screen does: fields, lines, address, hold, cancel, delete. Ignores the read-only rules of the API. */
export function editOrder(site: Site, tenant: Tenant, edit: OrderEdit): Row {
  const order = findOrder(tenant, edit);
  Object.assign(order, edit.set);
  if (edit.note !== undefined) order._note = edit.note;
  if (edit.shipToAddress) order.ShipToAddress = { ...(linkedOf(order, "ShipToAddress") ?? { id: "" }), ...edit.shipToAddress };
  if (edit.shipToContact) order.ShipToContact = { ...(linkedOf(order, "ShipToContact") ?? { id: "" }), ...edit.shipToContact };
  for (const line of edit.lines ?? []) editLine(order, line);
  if (edit.action === "credit_hold") Object.assign(order, { Status: "Credit Hold", CreditHold: true });
  recountOrder({ site, tenant }, order);
  const table = tableOf(tenant, "SalesOrder");
  table.save(order, site.clock.now());
  const move = edit.action && MOVES[edit.action];
  if (move) moveOrder({ site, tenant }, order, { action: move, by: BY });
  if (edit.action === "delete") {
    if (shipmentsOf(tenant, order).length > 0) throw new Error(`Order ${edit.orderNbr} has shipments and cannot be deleted`);
    table.remove(order);
  } else if (edit.lastModified) table.save(order, Date.parse(edit.lastModified));
  site.journal.effect(edit.action === "delete" ? "order deleted" : "order updated", {
    tenant: tenant.name,
    orderNbr: edit.orderNbr,
    key: table.keyOf(order),
    status: order.Status,
    by: BY,
  });
  site.changed();
  return order;
}

export type ShipmentAct = "confirm" | "correct" | "hold" | "release" | "delete" | "invoice" | "update_in";

/** What a person at the shipment screen does. @throws BusinessError when the screen would refuse. */
export function actOnShipment(site: Site, tenant: Tenant, { shipmentNbr, action }: { shipmentNbr: string; action: ShipmentAct }): Row {
  const shipment = tableOf(tenant, "Shipment").byKey(shipmentNbr);
  if (!shipment) throw new Error(`No shipment ${shipmentNbr}`);
  const scene = { site, tenant, by: BY };
  const acts: Record<ShipmentAct, () => void> = {
    confirm: () => confirmShipment(scene, shipment),
    correct: () => correctShipment(scene, shipment),
    hold: () => holdShipment(scene, shipment, true),
    release: () => holdShipment(scene, shipment, false),
    delete: () => deleteShipment(scene, shipment),
    invoice: () => prepareInvoice(scene, shipment),
    update_in: () => updateInventory(scene, shipment),
  };
  if (!acts[action]) throw new Error(`Unknown action ${action}. Known: ${Object.keys(acts).join(", ")}`);
  acts[action]();
  return shipment;
}

/** Moves "last changed" of any record: to now, or to any instant, back in time included. */
export function touchRecord(
  site: Site,
  tenant: Tenant,
  { entity, key, lastModified }: { entity: string; key: string; lastModified?: string },
): void {
  const table = tableOf(tenant, entity);
  const row = table.byKey(key);
  if (!row) throw new Error(`No ${entity} ${key}`);
  table.save(row, lastModified ? Date.parse(lastModified) : site.clock.now());
  site.journal.effect("record touched", { tenant: tenant.name, entity, key, lastModified: lastModified ?? site.clock.iso() });
  site.changed();
}

export type Poison = "null_char" | "lone_surrogate" | "huge" | "many_lines";

/** Makes an order hard to digest: odd characters, a very large note, thousands of lines. */
export function poisonOrder(site: Site, tenant: Tenant, { orderNbr, kind, size }: { orderNbr: string; kind: Poison; size?: number }): void {
  const order = findOrder(tenant, { orderNbr });
  if (kind === "null_char") order.Description = "before\u0000after";
  if (kind === "lone_surrogate") order.Description = "half a pair \ud83d";
  if (kind === "huge") order.Description = "x".repeat(size ?? 50 * 1024 * 1024);
  if (kind === "many_lines") {
    const [first] = rowsOf(order, "Details");
    order.Details = Array.from({ length: size ?? 5000 }, (_, index) => ({ ...first, id: newId(), LineNbr: index + 1 }));
  }
  recountOrder({ site, tenant }, order);
  tableOf(tenant, "SalesOrder").save(order, site.clock.now());
  site.journal.effect("order poisoned", { tenant: tenant.name, orderNbr, kind });
  site.changed();
}

function plainRow(row: Row): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith("_")));
}

export interface ListFilter {
  status?: string;
  orderNbr?: string;
  shipmentNbr?: string;
  limit?: number;
}

/** Orders as bare JSON, with the numbers and statuses of their shipments. */
export function plainOrders(tenant: Tenant, { status, orderNbr, limit = 1000 }: ListFilter): Record<string, unknown>[] {
  const rows = orderNbr
    ? [tableOf(tenant, "SalesOrder").byKey(`SO/${orderNbr}`)].filter(row => row !== null)
    : [...tableOf(tenant, "SalesOrder").all()];
  return rows
    .filter(row => !status || row.Status === status)
    .slice(0, limit)
    .map(row => ({
      ...plainRow(row),
      note: text(row, "_note"),
      Shipments: shipmentsOf(tenant, row).map(shipment => ({ ShipmentNbr: shipment.ShipmentNbr, Status: shipment.Status })),
    }));
}

/** Shipments as bare JSON. */
export function plainShipments(tenant: Tenant, { status, shipmentNbr, orderNbr, limit = 1000 }: ListFilter): Record<string, unknown>[] {
  const rows = shipmentNbr
    ? [tableOf(tenant, "Shipment").byKey(shipmentNbr)].filter(row => row !== null)
    : [...tableOf(tenant, "Shipment").all()];
  return rows
    .filter(row => (!status || row.Status === status) && (!orderNbr || rowsOf(row, "Details").some(line => line.OrderNbr === orderNbr)))
    .slice(0, limit)
    .map(row => ({ ...plainRow(row), invoiceNbr: text(row, "_invoiceNbr"), inventoryRefNbr: text(row, "_inventoryRefNbr") }));
}
