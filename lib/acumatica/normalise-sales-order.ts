import { isPositive, subtract } from "@/lib/core/quantity";
import type { SourceOrder, SourceOrderLine } from "@/lib/orders/source-order";
import { type Fields, flag, instant, linked, quantity, rows, text } from "./envelope";
import { normaliseAddress } from "./normalise-address";
import { required, withoutUndefined } from "./normalise-parts";
import { sourceState } from "./source-state";

/**
 * One Sales Order (SO301000) in our words; `raw` is the record as it came.
 * Throws AcumaticaError `unexpected` when it lacks what an order can't be without: type, number, stamp, lines.
 */
export function normaliseSalesOrder(record: Fields): SourceOrder {
  const orderType = required(text(record, "OrderType"), "OrderType");
  const number = required(text(record, "OrderNbr"), "OrderNbr");
  const statusLabel = text(record, "Status") ?? "";
  const customerId = text(record, "CustomerID");
  return withoutUndefined({
    kind: "SalesOrder",
    key: `${orderType}/${number}`,
    number,
    orderType,
    state: sourceState("SalesOrder", statusLabel),
    statusLabel,
    modifiedAt: required(instant(record, "LastModified"), "LastModified"),
    orderedAt: instant(record, "Date"),
    requestedShipAt: instant(record, "RequestedOn"),
    customerId,
    locationId: text(record, "LocationID"),
    customerOrder: text(record, "CustomerOrder"),
    description: text(record, "Description"),
    currency: text(record, "CurrencyID"),
    shipVia: text(record, "ShipVia"),
    shipTo: normaliseAddress(linked(record, "ShipToAddress"), linked(record, "ShipToContact"), customerId),
    lines: required(rows(record, "Details"), "Details").map(normaliseSalesOrderLine),
    raw: record,
  } satisfies SourceOrder);
}

/** One line. What is still to ship is OpenQty; where an endpoint does not show it, ordered less what is on shipments. */
export function normaliseSalesOrderLine(line: Fields): SourceOrderLine {
  const ordered = quantity(line, "OrderQty") ?? "0";
  const shippable = isShippable(line) && isPositive(ordered);
  const open = quantity(line, "OpenQty") ?? subtractShipped(ordered, quantity(line, "QtyOnShipments"));
  return withoutUndefined({
    lineRef: required(text(line, "LineNbr"), "Details/LineNbr"),
    sku: text(line, "InventoryID") ?? "",
    description: text(line, "LineDescription"),
    uom: text(line, "UOM"),
    orderedQuantity: ordered,
    openQuantity: shippable && isPositive(open) ? open : "0",
    unitPrice: quantity(line, "UnitPrice"),
    erpWarehouseId: text(line, "WarehouseID"),
    shippable,
  });
}

/** Not for a warehouse: completed lines, miscellaneous charges, returns, and goods the vendor ships by itself. Unknown words count as goods. */
function isShippable(line: Fields): boolean {
  if (flag(line, "Completed") || text(line, "InventoryID") === undefined) return false;
  if (/\bmisc/i.test(text(line, "LineType") ?? "")) return false;
  if (/receipt/i.test(text(line, "Operation") ?? "")) return false;
  return !(flag(line, "MarkForPO") && /drop.?ship/i.test(text(line, "POSource") ?? ""));
}

function subtractShipped(ordered: string, onShipments: string | undefined): string {
  return onShipments === undefined ? ordered : subtract(ordered, onShipments);
}
