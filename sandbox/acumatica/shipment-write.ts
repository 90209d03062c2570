import type { Patch } from "./body";
import { assignAll, type Draft } from "./draft";
import { isUnconfirmed } from "./order-state";
import { linkedOf, type Row, text } from "./rows";
import { recountShipment } from "./shipment-build";
import { writeShipmentLines } from "./shipment-lines";
import { writePackages } from "./shipment-packages";

const READ_ONLY = new Set([
  "ShipmentNbr",
  "Status",
  "LastModifiedDateTime",
  "CreatedDateTime",
  "ShippedQty",
  "ShippedWeight",
  "ShippedVolume",
  "PackageCount",
  "PackageWeight",
  "NoteID",
  "Hold",
  "Picked",
  "ControlQty",
]);

function writeShipTo(row: Row, patch: Patch): void {
  const sent = patch.linked.get("ShippingSettings");
  if (!sent) return;
  const settings: Row = { ...(linkedOf(row, "ShippingSettings") ?? { id: "" }), ...Object.fromEntries(sent.fields) };
  for (const part of ["ShipToAddress", "ShipToContact"] as const) {
    const change = sent.linked.get(part);
    if (change && settings[`${part}Override`] === true)
      settings[part] = { ...(linkedOf(settings, part) ?? { id: "" }), ...Object.fromEntries(change.fields) };
  }
  row.ShippingSettings = settings;
}

function writeHold(row: Row, patch: Patch): void {
  const wanted = patch.fields.get("Hold");
  if (wanted === true && row.Status === "Open") row.Status = "On Hold";
  if (wanted === false && row.Status === "On Hold") row.Status = "Open";
  row.Hold = row.Status === "On Hold";
}

/** Applies a body to a shipment draft. False = read-only and to be answered without saving. */
export function writeShipment(draft: Draft, patch: Patch): boolean {
  const { row, errors, site, before } = draft;
  if (before && !isUnconfirmed(before)) {
    if (site.switches.readOnlyWrites === "ignore") return false;
    errors.row(
      row,
      `Updating 'Shipment' record raised at least one error. The shipment in the ${text(row, "Status")} status is read-only.`,
    );
    return true;
  }
  assignAll(draft, { row, patch, readOnly: READ_ONLY });
  if (text(row, "WarehouseID") === "") errors.field(row, "WarehouseID", "'Warehouse ID' cannot be empty.");
  writeHold(row, patch);
  writeShipTo(row, patch);
  if (errors.isEmpty) writeShipmentLines(draft, patch.lists.get("Details") ?? []);
  if (text(row, "CustomerID") === "") errors.field(row, "CustomerID", "'Customer' cannot be empty.");
  writePackages(draft, patch.lists.get("Packages") ?? []);
  recountShipment(row);
  return true;
}
