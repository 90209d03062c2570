import { ORDER_STATUSES, type Order, type OrderRecord } from "./order-types";
import { formatWall } from "./pacific-time";
import { childrenOf } from "./settle-order";
import type { Shipment } from "./shipment-types";
import { type World, wallNow } from "./world";

/** Plain listings for the page and for testers; nothing of this is part of ShipStation's API. */

export interface OrderView extends Order {
  isContainer: boolean;
  isDeleted: boolean;
  active: boolean;
  mergedIntoId: number | null;
  childIds: number[];
}

function view({ doc, isContainer, isDeleted, active, mergedIntoId, childIds }: OrderRecord): OrderView {
  return { ...doc, isContainer, isDeleted, active, mergedIntoId, childIds };
}

function numberIn(query: URLSearchParams, name: string, fallback: number): number {
  const value = Number(query.get(name) ?? fallback);
  return Number.isInteger(value) && value > 0 ? value : fallback;
}

function matches(doc: Order, wanted: string): boolean {
  const fields = [doc.orderNumber, doc.orderKey, String(doc.orderId), doc.shipTo.name, doc.shipTo.city, doc.customerEmail];
  return fields.some(field => field?.toLowerCase().includes(wanted)) || doc.items.some(({ sku }) => sku?.toLowerCase().includes(wanted));
}

function page<T>(rows: T[], query: URLSearchParams) {
  const size = numberIn(query, "pageSize", 100);
  const number = numberIn(query, "page", 1);
  return { rows: rows.slice((number - 1) * size, number * size), total: rows.length, page: number, pages: Math.ceil(rows.length / size) };
}

/** `?q=&status=&sort=oldest&page=&pageSize=`: newest first, with the number of orders per status. */
export function viewOrders(world: World, query: URLSearchParams): object {
  const wanted = query.get("q")?.trim().toLowerCase() ?? "";
  const status = query.get("status") ?? "";
  const counts: Record<string, number> = Object.fromEntries(ORDER_STATUSES.map(name => [name, 0]));
  const rows: OrderRecord[] = [];
  for (const record of world.state.orders.values()) {
    if (!record.active) continue;
    counts[record.doc.orderStatus] = (counts[record.doc.orderStatus] ?? 0) + 1;
    if ((!status || record.doc.orderStatus === status) && (!wanted || matches(record.doc, wanted))) rows.push(record);
  }
  if (query.get("sort") !== "oldest") rows.reverse();
  const shown = page(rows, query);
  return {
    orders: shown.rows.map(view),
    total: shown.total,
    page: shown.page,
    pages: shown.pages,
    counts,
    now: formatWall(wallNow(world)),
  };
}

/** One order with its labels, fulfilments and parts. Null when there is none. */
export function viewOrder(world: World, orderId: number): object | null {
  const record = world.state.orders.get(orderId);
  if (!record) return null;
  const shipments = world.state.shipmentsOf(orderId).map(({ doc }) => doc);
  const fulfillments = [...world.state.fulfillments.values()].filter(({ doc }) => doc.orderId === orderId).map(({ doc }) => doc);
  return { order: view(record), shipments, fulfillments, parts: childrenOf(world, record).map(view) };
}

/** All labels, newest first, items always shown. */
export function viewShipments(world: World, query: URLSearchParams): object {
  const rows: Shipment[] = [...world.state.shipments.values()].map(({ doc }) => doc).reverse();
  const shown = page(rows, query);
  return { shipments: shown.rows, total: shown.total, page: shown.page, pages: shown.pages };
}
