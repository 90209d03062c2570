import { linesOfOrder, orderKey, shipmentsOf } from "./computed";
import { num, type Row, round, rowsOf, sum, text } from "./rows";
import type { Site } from "./site";
import { type Tenant, tableOf } from "./world";

/** A business rule said no; the reason is Acumatica's own sentence where it is known. */
export class BusinessError extends Error {}

const UNCONFIRMED = new Set(["Open", "On Hold"]);
/** Statuses the shipping process moves between; all others are left alone by it. */
const SHIPPABLE_FLOW = new Set(["Open", "Shipping", "Back Order", "Completed"]);
const READ_ONLY_ORDER = new Set(["Shipping", "Completed", "Invoiced", "Canceled"]);

export const isUnconfirmed = (shipment: Row) => UNCONFIRMED.has(text(shipment, "Status"));
export const isOrderReadOnly = (order: Row) => READ_ONLY_ORDER.has(text(order, "Status"));

interface Scene {
  site: Site;
  tenant: Tenant;
}

/** What a line still lets be shipped: ordered minus everything already on shipments (optionally leaving one out). */
export function availableQty(tenant: Tenant, { order, line, except }: { order: Row; line: Row; except?: Row | undefined }): number {
  if (line._isClosed === true) return 0;
  const others = shipmentsOf(tenant, order).filter(shipment => shipment.ShipmentNbr !== except?.ShipmentNbr);
  const shipped = others.flatMap(shipment => linesOfOrder(shipment, order)).filter(row => row.OrderLineNbr === line.LineNbr);
  return Math.max(0, round(num(line, "OrderQty") - sum(shipped, "ShippedQty")));
}

function recountLine({ site, tenant }: Scene, order: Row, line: Row): void {
  const number = line.LineNbr;
  const own = (shipment: Row) =>
    sum(
      linesOfOrder(shipment, order).filter(row => row.OrderLineNbr === number),
      "ShippedQty",
    );
  const shipments = shipmentsOf(tenant, order);
  const onShipments = round(shipments.reduce((total, shipment) => total + own(shipment), 0));
  const confirmed = round(shipments.filter(shipment => !isUnconfirmed(shipment)).reduce((total, shipment) => total + own(shipment), 0));
  const gone = site.switches.openQtyFalls === "on_create" ? onShipments : confirmed;
  const isOver = line._isClosed === true || order.Status === "Canceled";
  line.QtyOnShipments = onShipments;
  line.OpenQty = isOver ? 0 : Math.max(0, round(num(line, "OrderQty") - gone));
  line.Completed = line._isClosed === true || (num(line, "OrderQty") > 0 && confirmed >= num(line, "OrderQty"));
}

/** Money, quantities and line states of an order from its lines and shipments. */
export function recountOrder(scene: Scene, order: Row): void {
  const lines = rowsOf(order, "Details");
  for (const line of lines) {
    const amount = round(num(line, "OrderQty") * num(line, "UnitPrice"));
    Object.assign(line, { Amount: amount, ExtendedPrice: amount, UnbilledAmount: amount, DiscountedUnitPrice: num(line, "UnitPrice") });
    recountLine(scene, order, line);
  }
  order.OrderedQty = sum(lines, "OrderQty");
  order.OrderTotal = sum(lines, "Amount");
}

function statusFromShipments(tenant: Tenant, order: Row, cause: "linked" | "confirmed" | "corrected" | "unlinked"): string {
  const shipments = shipmentsOf(tenant, order).filter(
    shipment => sum(linesOfOrder(shipment, order), "ShippedQty") > 0 || isUnconfirmed(shipment),
  );
  if (shipments.some(isUnconfirmed)) return "Shipping";
  const isAnyOpen = rowsOf(order, "Details").some(line => line.Completed !== true && num(line, "OpenQty") > 0);
  if (!isAnyOpen && shipments.length > 0) return "Completed";
  return cause === "unlinked" || shipments.length === 0 ? "Open" : "Back Order";
}

interface OrderChange {
  order: Row;
  /** What happened to one of its shipments. */
  cause: "linked" | "confirmed" | "corrected" | "unlinked";
}

/** Carries a change of a shipment over to its order: line quantities and status. */
export function followShipment(scene: Scene, { order, cause }: OrderChange): void {
  const { site, tenant } = scene;
  const before = text(order, "Status");
  recountOrder(scene, order);
  if (SHIPPABLE_FLOW.has(before)) order.Status = statusFromShipments(tenant, order, cause);
  tableOf(tenant, "SalesOrder").save(order, site.switches.orderStampMovesWithShipment ? site.clock.now() : undefined);
  if (order.Status !== before)
    site.journal.effect("order status changed", {
      tenant: tenant.name,
      orderNbr: order.OrderNbr,
      from: before,
      to: order.Status,
      cause: `shipment ${cause}`,
    });
}

/** Orders a shipment carries lines of. */
export function ordersOf(tenant: Tenant, shipment: Row): Row[] {
  const keys = new Set(rowsOf(shipment, "Details").map(orderKey));
  return [...keys].map(key => tableOf(tenant, "SalesOrder").byKey(key)).filter(row => row !== null);
}

const CANCELLABLE = new Set(["On Hold", "Credit Hold", "Pending Processing", "Awaiting Payment", "Open", "Back Order"]);

interface Move {
  /** Statuses it is offered in. */
  from: (order: Row, tenant: Tenant) => boolean;
  to: (order: Row, tenant: Tenant) => string;
}

const is =
  (...statuses: string[]) =>
  (order: Row) =>
    statuses.includes(text(order, "Status"));

/** The order's own buttons, by the name of the workflow action behind them. */
const MOVES: Record<string, Move> = {
  CancelOrder: {
    from: (order, tenant) => CANCELLABLE.has(text(order, "Status")) && shipmentsOf(tenant, order).length === 0,
    to: () => "Canceled",
  },
  ReopenOrder: { from: is("Canceled", "Completed"), to: order => (order.Status === "Canceled" ? "Open" : "Back Order") },
  OpenOrder: { from: is("Back Order"), to: () => "Open" },
  ReleaseFromCreditHold: { from: is("Credit Hold"), to: () => "Open" },
  PutOnHold: { from: is("Open", "Back Order", "Credit Hold", "Pending Processing"), to: () => "On Hold" },
  ReleaseFromHold: { from: is("On Hold"), to: () => "Open" },
  PlaceOnBackOrder: { from: is("Open"), to: () => "Back Order" },
  CompleteOrder: {
    from: (order, tenant) => is("Open", "Back Order")(order) && shipmentsOf(tenant, order).some(row => !isUnconfirmed(row)),
    to: () => "Completed",
  },
};

export const ORDER_MOVES = Object.keys(MOVES);

/** Presses one of the order's buttons. @throws BusinessError when it is not offered in this state. */
export function moveOrder(scene: Scene, order: Row, { action, by }: { action: string; by: string }): void {
  const { site, tenant } = scene;
  const move = MOVES[action];
  const before = text(order, "Status");
  if (!move?.from(order, tenant))
    throw new BusinessError(`The ${action} action is not available for order ${text(order, "OrderNbr")} in the ${before} status.`);
  order.Status = move.to(order, tenant);
  order.Hold = order.Status === "On Hold";
  order.CreditHold = order.Status === "Credit Hold";
  if (action === "CompleteOrder") for (const line of rowsOf(order, "Details")) line._isClosed = true;
  recountOrder(scene, order);
  tableOf(tenant, "SalesOrder").save(order, site.clock.now());
  site.journal.effect("order status changed", {
    tenant: tenant.name,
    orderNbr: order.OrderNbr,
    from: before,
    to: order.Status,
    cause: action,
    by,
  });
  site.changed();
}
