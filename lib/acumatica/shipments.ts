import { isUnknownFieldError } from "./classify-response";
import { type Fields, recordSchema, withoutEmpty, wrap, wrapQuantity } from "./envelope";
import { getRecord } from "./get-record";
import { keyPath } from "./odata";
import { type NewPackage, type PackageChange, packageBody, packageChangeBody } from "./package-body";
import { readJson } from "./read-json";
import type { AcumaticaSession } from "./session";
import { readShipment, type ShipmentRecord } from "./shipment-record";

/** Acumatica: Shipments (SO302000). Everything here is a write-back: it goes first when the store's limit is near. */
const SUBJECT = "Shipments";

/**
 * What a write answered. Never taken as proof: Acumatica can answer 200 without saving, and leaves out fields it does not know.
 * Read the Shipment back.
 */
export interface WrittenShipment {
  shipment: ShipmentRecord;
  exchangeId: string;
}

interface Target {
  session: AcumaticaSession;
  shipmentNbr: string;
}

/**
 * Reads a Shipment with lines, their splits and its packages; with contents where the instance shows them.
 * Throws AcumaticaError `not_found` when there is none.
 */
export async function getShipment({ session, shipmentNbr }: Target): Promise<WrittenShipment> {
  const read = (expand: string[]) =>
    getRecord({
      session,
      entity: "Shipment",
      keys: [["ShipmentNbr", shipmentNbr]],
      expand,
      label: "acumatica.shipment.get",
      subject: SUBJECT,
      priority: "write_back",
    });
  const base = ["Details", "Details/Allocations", "Packages"];
  const { record, exchangeId } = await read([...base, "Packages/PackageContents"]).catch(error => {
    if (isUnknownFieldError(error)) return read(base);
    throw error;
  });
  return { shipment: readShipment(record), exchangeId };
}

export interface NewShipmentLine {
  orderType: string;
  orderNbr: string;
  orderLineNbr: number;
  /** In the order line's unit. */
  quantity: string;
}

export interface NewShipment {
  session: AcumaticaSession;
  customerId: string;
  locationId?: string;
  /** One Shipment ships from one Acumatica warehouse. */
  warehouseId: string;
  /** `YYYY-MM-DD`, the merchant's business day. */
  shipmentDate: string;
  /** Our reference: written as Description and as each package's CustomRefNbr1, so that a lost answer can be settled by looking. */
  reference: string;
  shipVia?: string;
  lines: NewShipmentLine[];
  packages: NewPackage[];
}

/** Creates a Shipment of an order's lines with its packages, in one write. Repeating it after an unknown outcome makes a second one: look first. */
export async function createShipment(order: NewShipment): Promise<WrittenShipment> {
  const body = withoutEmpty({
    Type: wrap("Shipment"),
    CustomerID: wrap(order.customerId),
    LocationID: wrap(order.locationId),
    WarehouseID: wrap(order.warehouseId),
    ShipmentDate: wrap(order.shipmentDate),
    Operation: wrap("Issue"),
    Description: wrap(order.reference),
    ShipVia: wrap(order.shipVia),
    Details: order.lines.map(line => ({
      OrderType: wrap(line.orderType),
      OrderNbr: wrap(line.orderNbr),
      OrderLineNbr: wrap(line.orderLineNbr),
      ShippedQty: wrapQuantity(line.quantity),
    })),
    Packages: order.packages.map(box => packageBody({ ...box, reference: box.reference ?? order.reference })),
  });
  return put(order.session, body);
}

/** Changes fields of a Shipment that is not confirmed. Absent ones stay. */
export async function updateShipment(options: Target & { shipVia?: string; description?: string }): Promise<WrittenShipment> {
  return put(options.session, withoutEmpty({ ...keyOf(options), Description: wrap(options.description), ShipVia: wrap(options.shipVia) }));
}

/** Adds packages, and sets Ship Via in the same write when given. Packages have no key of their own: repeating it adds them again. */
export async function addPackages(options: Target & { packages: NewPackage[]; shipVia?: string }): Promise<WrittenShipment> {
  const body = { ...keyOf(options), ShipVia: wrap(options.shipVia), Packages: options.packages.map(packageBody) };
  return put(options.session, withoutEmpty(body));
}

/** Changes one package by its id, as read in this session. Safe to repeat. */
export async function updatePackage(options: Target & { package: PackageChange; shipVia?: string }): Promise<WrittenShipment> {
  const body = { ...keyOf(options), ShipVia: wrap(options.shipVia), Packages: [packageChangeBody(options.package)] };
  return put(options.session, withoutEmpty(body));
}

/** Removes packages by id. */
export async function removePackages(options: Target & { packageIds: string[] }): Promise<WrittenShipment> {
  return put(options.session, { ...keyOf(options), Packages: options.packageIds.map(id => ({ id, delete: true })) });
}

/** Deletes a Shipment that is not confirmed. Throws AcumaticaError `not_found` when it is gone already. */
export async function deleteShipment({ session, shipmentNbr }: Target): Promise<{ exchangeId: string }> {
  const path = keyPath([shipmentNbr]) ?? encodeURIComponent(shipmentNbr);
  const response = await session.request({
    method: "DELETE",
    path: `Shipment/${path}`,
    label: "acumatica.shipment.delete",
    priority: "write_back",
    subject: SUBJECT,
  });
  return { exchangeId: response.exchangeId };
}

const keyOf = ({ shipmentNbr }: Target) => ({ ShipmentNbr: wrap(shipmentNbr) });

async function put(session: AcumaticaSession, body: Fields): Promise<WrittenShipment> {
  const label = "acumatica.shipment.put";
  const response = await session.request({
    method: "PUT",
    path: "Shipment",
    query: { $expand: "Details,Packages" },
    body,
    label,
    priority: "write_back",
    subject: SUBJECT,
  });
  return { shipment: readShipment(readJson(response, recordSchema, { label, isWrite: true })), exchangeId: response.exchangeId };
}
