import type { SourceOrderLine, SourceState } from "@/lib/orders/source-order";
import { type Fields, quantity, rows, text } from "./envelope";
import { getRecord } from "./get-record";
import { withoutUndefined } from "./normalise-parts";
import { normaliseSalesOrderLine } from "./normalise-sales-order";
import type { AcumaticaSession } from "./session";
import { sourceState } from "./source-state";

/** A line as the write-back needs it: what may still go onto a Shipment. */
export interface SalesOrderLine extends SourceOrderLine {
  lineNbr: string;
  /** On Shipments already, confirmed or not. */
  onShipmentsQuantity: string;
}

/** A Shipment of an order, as the order lists it. */
export interface OrderShipment {
  shipmentNbr: string;
  /** Acumatica's own word; empty when it shows none. */
  status: string;
  /** `Shipment` or `Transfer`. */
  type: string;
}

export interface SalesOrderLook {
  orderType: string;
  orderNbr: string;
  /** Acumatica's own word. */
  status: string;
  state: SourceState;
  customerId?: string;
  locationId?: string;
  shipVia?: string;
  lines: SalesOrderLine[];
  shipments: OrderShipment[];
  exchangeId: string;
}

/**
 * Reads one Sales Order with its lines and the Shipments it is on. Throws AcumaticaError `not_found` when it is gone.
 * Acumatica: Sales Orders (SO301000).
 */
export async function getSalesOrder(options: { session: AcumaticaSession; orderType: string; orderNbr: string }): Promise<SalesOrderLook> {
  const { session, orderType, orderNbr } = options;
  const { record, exchangeId } = await getRecord({
    session,
    entity: "SalesOrder",
    keys: [
      ["OrderType", orderType],
      ["OrderNbr", orderNbr],
    ],
    expand: ["Details", "Shipments"],
    label: "acumatica.salesorder.get",
    subject: "Sales Orders",
    priority: "write_back",
  });
  const status = text(record, "Status") ?? "";
  return withoutUndefined<SalesOrderLook>({
    orderType: text(record, "OrderType") ?? orderType,
    orderNbr: text(record, "OrderNbr") ?? orderNbr,
    status,
    state: sourceState("SalesOrder", status),
    customerId: text(record, "CustomerID"),
    locationId: text(record, "LocationID"),
    shipVia: text(record, "ShipVia"),
    lines: (rows(record, "Details") ?? []).map(toLine),
    shipments: (rows(record, "Shipments") ?? []).flatMap(toOrderShipment),
    exchangeId,
  });
}

function toLine(line: Fields): SalesOrderLine {
  const common = normaliseSalesOrderLine(line);
  return { ...common, lineNbr: common.lineRef, onShipmentsQuantity: quantity(line, "QtyOnShipments") ?? "0" };
}

function toOrderShipment(row: Fields): OrderShipment[] {
  const shipmentNbr = text(row, "ShipmentNbr");
  if (shipmentNbr === undefined) return [];
  return [{ shipmentNbr, status: text(row, "Status") ?? "", type: text(row, "ShipmentType") ?? "Shipment" }];
}
