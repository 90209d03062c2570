import { isUnknownFieldError, unreadable } from "./classify-response";
import { type Fields, recordSchema, withoutEmpty, wrap, wrapQuantity } from "./envelope";
import { getRecord } from "./get-record";
import { keyPath } from "./odata";
import { type NewPackage, type PackageChange, type PackageContent, packageBody, packageChangeBody } from "./package-body";
import { readJson } from "./read-json";
import type { AcumaticaSession } from "./session";
import { readShipment, type ShipmentRecord, savedNumber } from "./shipment-record";

export type { ShipmentRecord } from "./shipment-record";

/** Acumatica: Shipments (SO302000). Everything here belongs to a write-back: it goes first when the store's limit is near. */
const SUBJECT = "Shipments";

interface Named {
  session: AcumaticaSession;
  shipmentNbr: string;
}

/** A Shipment that was read before, and what to change on it. */
interface Target {
  session: AcumaticaSession;
  shipment: Pick<ShipmentRecord, "shipmentNbr">;
}

/**
 * Reads a Shipment with lines, their splits and its packages; with contents where the instance shows them.
 * Throws AcumaticaError `not_found` when there is none.
 */
export async function getShipment({ session, shipmentNbr }: Named): Promise<ShipmentRecord> {
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
  return readShipment(record, { shipmentNbr, exchangeId });
}

export interface NewShipmentLine {
  orderType: string;
  orderNbr: string;
  /** LineNbr of the Sales Order line. */
  orderLineNbr: string;
  /** In the order line's unit. */
  shippedQty: string;
}

export interface NewShipment {
  session: AcumaticaSession;
  customerId: string;
  locationId?: string;
  /** One Shipment ships from one Acumatica warehouse. */
  warehouseId: string;
  /** `YYYY-MM-DD`, the merchant's business day. */
  shipmentDate: string;
  /** Carries our reference, as each package's CustomRefNbr1 does, so that a lost answer can be settled by looking. */
  description: string;
  shipVia?: string;
  lines: NewShipmentLine[];
  packages: NewPackage[];
}

/**
 * Creates a Shipment of an order's lines with its packages, in one write. The answer is no proof: read it back. After an answer that never came, or
 * one without a number (`outcomeUnknown`), repeating it could make a second one: look first.
 */
export async function createShipment(order: NewShipment): Promise<ShipmentRecord> {
  const body = withoutEmpty({
    Type: wrap("Shipment"),
    CustomerID: wrap(order.customerId),
    LocationID: wrap(order.locationId),
    WarehouseID: wrap(order.warehouseId),
    ShipmentDate: wrap(order.shipmentDate),
    Operation: wrap("Issue"),
    Description: wrap(order.description),
    ShipVia: wrap(order.shipVia),
    Details: order.lines.map(line => ({
      OrderType: wrap(line.orderType),
      OrderNbr: wrap(line.orderNbr),
      OrderLineNbr: wrapQuantity(line.orderLineNbr),
      ShippedQty: wrapQuantity(line.shippedQty),
    })),
    Packages: order.packages.map(packageBody),
  });
  return put(order.session, body);
}

/** Adds packages, and sets Ship Via in the same write when given. Packages have no key of their own: repeating it adds them again. */
export async function addPackages(options: Target & { packages: NewPackage[]; shipVia?: string }): Promise<ShipmentRecord> {
  const body = { ...keyOf(options), ShipVia: wrap(options.shipVia), Packages: options.packages.map(packageBody) };
  return put(options.session, withoutEmpty(body));
}

/** Changes one package by its id, as read in this session. Safe to repeat, unless it adds contents. */
export async function updatePackage(options: Target & { package: PackageChange; shipVia?: string }): Promise<ShipmentRecord> {
  const body = { ...keyOf(options), ShipVia: wrap(options.shipVia), Packages: [packageChangeBody(options.package)] };
  return put(options.session, withoutEmpty(body));
}

/**
 * Says what lies in a package that shows no contents yet. Throws AcumaticaError `rejected` where the tenant has no packable items to match
 * (“No suitable items found to pack”). Repeating it adds the same rows again.
 */
export async function setPackageContents(options: Target & { packageId: string; contents: PackageContent[] }): Promise<ShipmentRecord> {
  return updatePackage({ ...options, package: { id: options.packageId, contents: options.contents } });
}

/** Removes packages by id. Makes no call when there is none to remove. */
export async function removePackages(options: Target & { packageIds: string[] }): Promise<void> {
  const doomed = options.packageIds.filter(id => id !== "").map(id => ({ id, delete: true }));
  if (doomed.length > 0) await put(options.session, { ...keyOf(options), Packages: doomed });
}

/** Deletes a Shipment that is not confirmed. Throws AcumaticaError `not_found` when it is gone already. */
export async function deleteShipment({ session, shipmentNbr }: Named): Promise<{ exchangeId: string }> {
  const response = await session.request({
    method: "DELETE",
    path: `Shipment/${keyPath([shipmentNbr]) ?? encodeURIComponent(shipmentNbr)}`,
    label: "acumatica.shipment.delete",
    priority: "write_back",
    subject: SUBJECT,
  });
  return { exchangeId: response.exchangeId };
}

const keyOf = ({ shipment }: Target) => ({ ShipmentNbr: wrap(shipment.shipmentNbr) });

async function put(session: AcumaticaSession, body: Fields): Promise<ShipmentRecord> {
  const context = { label: "acumatica.shipment.put", isWrite: true };
  const response = await session.request({
    method: "PUT",
    path: "Shipment",
    query: { $expand: "Details,Packages" },
    body,
    label: context.label,
    priority: "write_back",
    subject: SUBJECT,
  });
  const record = readJson(response, recordSchema, context);
  const shipmentNbr = savedNumber(record);
  if (shipmentNbr === undefined) throw unreadable(response, context, "no shipment number: not saved?");
  return readShipment(record, { shipmentNbr, exchangeId: response.exchangeId });
}
