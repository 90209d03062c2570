import { type Patch, patchNumber } from "./body";
import { shipmentsOf } from "./computed";
import { assign, assignAll, type Draft, dropRow, findLine } from "./draft";
import { isOrderReadOnly, recountOrder } from "./order-state";
import { lineStamp, linkedOf, newId, num, type Row, rowsOf, text } from "./rows";
import { tableOf } from "./world";

/** Totals, stamps and what the workflow owns: sent values are ignored. */
const READ_ONLY = new Set([
  "OrderNbr",
  "Status",
  "LastModified",
  "CreatedDate",
  "OrderTotal",
  "TaxTotal",
  "OrderedQty",
  "NoteID",
  "Approved",
  "CreditHold",
  "Hold",
  "ShipToAddressValidated",
  "BillToAddressValidated",
  "IsTaxValid",
]);
const LINE_READ_ONLY = new Set([
  "LineNbr",
  "OpenQty",
  "QtyOnShipments",
  "Amount",
  "ExtendedPrice",
  "UnbilledAmount",
  "DiscountedUnitPrice",
  "Completed",
  "LastModifiedDate",
  "NoteID",
  "AverageCost",
  "LineType",
]);

/** A new order with what the screen fills in for its customer. */
export function newOrderRow(draft: Pick<Draft, "site" | "caller">, patch: Patch | null): Row {
  const { site, caller } = draft;
  const customer = tableOf(caller.tenant, "Customer").byKey(String(patch?.fields.get("CustomerID") ?? ""));
  const contact = customer && linkedOf(customer, "MainContact");
  const today = site.clock.iso().slice(0, 10);
  return {
    id: newId(),
    OrderType: "SO",
    OrderNbr: "<NEW>",
    Status: "Open",
    Date: today,
    EffectiveDate: today,
    RequestedOn: today,
    CreatedDate: site.clock.now(),
    Details: [],
    ...(customer ? { ShipVia: text(customer, "ShipVia"), LocationID: "MAIN" } : {}),
    ...(contact
      ? {
          ShipToAddress: { ...(structuredClone(linkedOf(contact, "Address")) ?? { id: "" }) },
          ShipToContact: {
            id: "",
            BusinessName: text(customer, "CustomerName"),
            Email: text(contact, "Email"),
            Phone1: text(contact, "Phone1"),
          },
        }
      : {}),
  };
}

function writeHold({ row, site, before }: Draft, patch: Patch): void {
  const wanted = patch.fields.get("Hold") ?? (before ? null : site.switches.holdOrdersOnEntry);
  const status = text(row, "Status");
  if (wanted === true && ["Open", "Back Order", "Credit Hold", "Pending Processing", "Awaiting Payment"].includes(status))
    row.Status = "On Hold";
  if (wanted === false && status === "On Hold") row.Status = "Open";
  row.Hold = row.Status === "On Hold";
}

/** Address and contact of the document take changes only when their override box is set. */
function writeShipTo({ row }: Draft, patch: Patch): void {
  const parts = [
    ["ShipToAddress", "ShipToAddressOverride"],
    ["ShipToContact", "ShipToContactOverride"],
    ["BillToAddress", "BillToAddressOverride"],
    ["BillToContact", "BillToContactOverride"],
  ] as const;
  for (const [part, override] of parts) {
    const sent = patch.linked.get(part);
    if (!sent || row[override] !== true) continue;
    row[part] = { ...(linkedOf(row, part) ?? { id: "" }), ...Object.fromEntries(sent.fields) };
  }
}

/** The settings tab shows the order's own carrier and warehouse: both names write the same field. */
function writeShippingSettings(draft: Draft, patch: Patch): void {
  const sent = patch.linked.get("ShippingSettings");
  if (!sent) return;
  const { row } = draft;
  const settings: Row = { ...(linkedOf(row, "ShippingSettings") ?? { id: "" }) };
  for (const [name, value] of sent.fields)
    assign(draft, { row: name === "ShipVia" || name === "PreferredWarehouseID" ? row : settings, name, value });
  row.ShippingSettings = settings;
}

function newLine(draft: Draft, patch: Patch): Row {
  const { row, caller } = draft;
  const item = tableOf(caller.tenant, "StockItem").byKey(String(patch.fields.get("InventoryID") ?? ""));
  const number = Math.max(0, ...rowsOf(row, "Details").map(line => num(line, "LineNbr")), num(row, "_lineCounter")) + 1;
  row._lineCounter = number;
  return {
    id: newId(),
    LineNbr: number,
    LineDescription: item ? text(item, "Description") : "",
    OrderQty: 0,
    UnitPrice: item ? num(item, "DefaultPrice") : 0,
    UOM: item ? text(item, "SalesUOM") || "EA" : "EA",
    WarehouseID: text(row, "PreferredWarehouseID") || (item ? text(item, "DefaultWarehouseID") : ""),
    RequestedOn: text(row, "RequestedOn"),
    ShipOn: text(row, "RequestedOn"),
  };
}

function writeLine(draft: Draft, patch: Patch): void {
  const { row, errors, caller } = draft;
  const existing = findLine(rowsOf(row, "Details"), patch);
  if (existing && patch.isDelete) {
    if (shipmentsOf(caller.tenant, row).length > 0 && num(existing, "QtyOnShipments") > 0)
      errors.row(existing, "The line cannot be deleted because it is on a shipment.");
    else dropRow(row, "Details", existing);
    return;
  }
  const line = existing ?? newLine(draft, patch);
  if (!existing) row.Details = [...rowsOf(row, "Details"), line];
  const untouched = JSON.stringify(line);
  assignAll(draft, { row: line, patch, readOnly: LINE_READ_ONLY });
  if (!existing || JSON.stringify(line) !== untouched) line.LastModifiedDate = lineStamp(draft.site.clock.now());
  if (text(line, "InventoryID") === "") errors.field(line, "InventoryID", "'Inventory ID' cannot be empty.");
  const qty = patchNumber(patch, "OrderQty");
  if (qty !== null && qty < 0) errors.field(line, "OrderQty", "The value must be greater than or equal to 0.");
}

/** Applies a body to a sales order draft. False = read-only and to be answered without saving. */
export function writeOrder(draft: Draft, patch: Patch): boolean {
  const { row, errors, site, caller, before } = draft;
  if (before && isOrderReadOnly(before)) {
    if (site.switches.readOnlyWrites === "ignore") return false;
    errors.row(
      row,
      `Updating 'Sales Order' record raised at least one error. The order in the ${text(row, "Status")} status is read-only.`,
    );
    return true;
  }
  assignAll(draft, { row, patch, readOnly: READ_ONLY });
  if (text(row, "CustomerID") === "") errors.field(row, "CustomerID", "'Customer' cannot be empty.");
  writeHold(draft, patch);
  writeShipTo(draft, patch);
  writeShippingSettings(draft, patch);
  for (const line of patch.lists.get("Details") ?? []) writeLine(draft, line);
  recountOrder({ site, tenant: caller.tenant }, row);
  return true;
}
