import { type Patch, patchNumber, patchText } from "./body";
import { type Draft, dropRow, findLine } from "./draft";
import { availableQty } from "./order-state";
import { newId, num, type Row, round, rowsOf, sum, text } from "./rows";
import { addShipmentLine, allocate, defaultLocation, inheritFromOrder, openLines, whyNotShippable } from "./shipment-build";
import { tableOf } from "./world";

interface Candidate {
  orderLine: Row;
  available: number;
}

/** A row of the body that became nothing stays in the echo, with the reason. */
function refuseLine(draft: Draft, patch: Patch, problem: Problem): void {
  const line: Row = { id: newId(), ...Object.fromEntries(patch.fields) };
  draft.row.Details = [...rowsOf(draft.row, "Details"), line];
  if (problem.field) draft.errors.field(line, problem.field, problem.message);
  else draft.errors.row(line, problem.message);
}

function orderOf(draft: Draft, patch: Patch): Row | null {
  const key = `${patchText(patch, "OrderType") || "SO"}/${patchText(patch, "OrderNbr")}`;
  return tableOf(draft.caller.tenant, "SalesOrder").byKey(key);
}

/** Open order lines, less what this very draft already holds. */
function candidates({ row, caller }: Draft, order: Row): Candidate[] {
  const stored = tableOf(caller.tenant, "Shipment").byId(row.id);
  return openLines(caller.tenant, { order, warehouseId: text(row, "WarehouseID"), except: stored ?? undefined })
    .map(({ orderLine, available }) => {
      const held = rowsOf(row, "Details").filter(line => line.OrderNbr === order.OrderNbr && line.OrderLineNbr === orderLine.LineNbr);
      return { orderLine, available: round(available - sum(held, "ShippedQty")) };
    })
    .filter(({ available }) => available > 0);
}

/** Which order lines a detail row means: by line number; else the first fitting line of the item; else all. */
function select(open: Candidate[], patch: Patch): Candidate[] {
  const number = patchNumber(patch, "OrderLineNbr");
  if (number !== null) return open.filter(({ orderLine }) => orderLine.LineNbr === number);
  const item = patchText(patch, "InventoryID");
  if (item === "") return open;
  const lot = patchText(patch, "LotSerialNbr");
  const wanted = patchNumber(patch, "ShippedQty") ?? 0;
  const first = open.find(
    ({ orderLine, available }) =>
      text(orderLine, "InventoryID") === item && (lot === "" || text(orderLine, "LotSerialNbr") === lot) && available >= wanted,
  );
  return first ? [first] : [];
}

function readAllocations(patch: Patch, locationId: string) {
  return (patch.lists.get("Allocations") ?? [])
    .filter(row => !row.isDelete)
    .map(row => ({
      locationId: patchText(row, "LocationID") || locationId,
      qty: patchNumber(row, "Qty") ?? 0,
      lotSerialNbr: patchText(row, "LotSerialNbr"),
    }));
}

function insertSelected(draft: Draft, { order, patch, selected }: { order: Row; patch: Patch; selected: Candidate[] }): void {
  const { row, errors } = draft;
  const locationId = patchText(patch, "LocationID") || defaultLocation(draft.caller.tenant, text(row, "WarehouseID"));
  const allocations = readAllocations(patch, locationId);
  const sole = selected.length === 1;
  for (const { orderLine, available } of selected) {
    const sent = sole ? patchNumber(patch, "ShippedQty") : null;
    const line = addShipmentLine(row, { order, orderLine, qty: sent ?? available, proposed: available, locationId });
    // Allocations rebuild the line: its automatic split goes, its quantity is their sum.
    if (allocations.length > 0) allocate(row, line, allocations);
    line.OpenQty = Math.max(0, round(available - num(line, "ShippedQty")));
    if (num(line, "ShippedQty") > available)
      errors.field(line, "ShippedQty", `The shipped quantity cannot exceed the open quantity ${available} of the sales order line.`);
    if (num(line, "ShippedQty") < 0) errors.field(line, "ShippedQty", "The value must be greater than or equal to 0.");
  }
}

interface Problem {
  field?: string;
  message: string;
}

/** What a new detail row will take, or why it takes nothing. */
function plan(draft: Draft, patch: Patch): { order: Row; selected: Candidate[] } | Problem {
  const { row, site, caller } = draft;
  const order = orderOf(draft, patch);
  if (!order) return { field: "OrderNbr", message: "'Order Nbr.' cannot be found in the system." };
  const customer = text(row, "CustomerID");
  if (customer !== "" && customer !== text(order, "CustomerID"))
    return { field: "OrderNbr", message: "The order belongs to another customer." };
  const stored = tableOf(caller.tenant, "Shipment").byId(row.id);
  const reason = whyNotShippable({ site, tenant: caller.tenant }, order, stored);
  if (reason) return { field: "OrderNbr", message: reason };
  const selected = select(candidates(draft, order), patch);
  if (selected.length === 0) return { message: "No matching open Sales Order line was found." };
  if (patch.lists.has("Allocations") && selected.length !== 1)
    return { message: "Allocations can be specified for unambiguously selected Sales Order line only." };
  return { order, selected };
}

function insertLine(draft: Draft, patch: Patch): void {
  const chosen = plan(draft, patch);
  if ("message" in chosen) {
    refuseLine(draft, patch, chosen);
    return;
  }
  inheritFromOrder(draft.row, chosen.order);
  insertSelected(draft, { ...chosen, patch });
}

/** New quantities keep the first split's number, so that package contents still find it. */
function resize(draft: Draft, line: Row, qty: number): void {
  const [first] = rowsOf(line, "Allocations");
  if (first) line.Allocations = qty > 0 ? [{ ...first, Qty: qty }] : [];
  else if (qty > 0) allocate(draft.row, line, [{ locationId: text(line, "LocationID"), qty, lotSerialNbr: "" }]);
  line.ShippedQty = qty;
}

function updateLine(draft: Draft, line: Row, patch: Patch): void {
  const { row, caller, errors } = draft;
  if (patch.isDelete) {
    dropRow(row, "Details", line);
    return;
  }
  if (patch.fields.has("LocationID")) line.LocationID = patchText(patch, "LocationID");
  if (patch.fields.has("ReasonCode")) line.ReasonCode = patchText(patch, "ReasonCode");
  const qty = patchNumber(patch, "ShippedQty");
  if (qty !== null && qty !== num(line, "ShippedQty")) resize(draft, line, qty);
  const allocations = readAllocations(patch, text(line, "LocationID"));
  if (allocations.length > 0) allocate(row, line, allocations);
  const order = tableOf(caller.tenant, "SalesOrder").byKey(`${line.OrderType}/${line.OrderNbr}`);
  const orderLine = order && rowsOf(order, "Details").find(other => other.LineNbr === line.OrderLineNbr);
  if (!order || !orderLine) return;
  const available = availableQty(caller.tenant, { order, line: orderLine, except: row });
  line.OpenQty = Math.max(0, round(available - num(line, "ShippedQty")));
  if (num(line, "ShippedQty") > available)
    errors.field(line, "ShippedQty", `The shipped quantity cannot exceed the open quantity ${available} of the sales order line.`);
}

/** Applies the Details of a body to a shipment draft: known rows are updated, all others choose order lines anew. */
export function writeShipmentLines(draft: Draft, patches: Patch[]): void {
  for (const patch of patches) {
    const line = findLine(rowsOf(draft.row, "Details"), patch);
    if (line) updateLine(draft, line, patch);
    else if (!patch.isDelete) insertLine(draft, patch);
  }
}
