import type { Patch, Scalar } from "./body";
import type { ContractEntity } from "./contract";
import type { ErrorBook } from "./error-book";
import { type Row, rowsOf } from "./rows";
import type { Caller, Site } from "./site";
import { tableOf } from "./world";

/** A record being written: a copy that replaces the stored one only if nothing is wrong with it. */
export interface Draft {
  site: Site;
  caller: Caller;
  entity: ContractEntity;
  row: Row;
  before: Row | null;
  errors: ErrorBook;
}

/** Fields that must name an existing record, and how Acumatica calls them when they do not. */
const REFERENCES: Record<string, { entity: string; label: string }> = {
  CustomerID: { entity: "Customer", label: "Customer" },
  InventoryID: { entity: "StockItem", label: "Inventory ID" },
  WarehouseID: { entity: "Warehouse", label: "Warehouse" },
  PreferredWarehouseID: { entity: "Warehouse", label: "Preferred Warehouse ID" },
  DefaultWarehouseID: { entity: "Warehouse", label: "Default Warehouse" },
  ShipVia: { entity: "ShipVia", label: "Ship Via" },
  BoxID: { entity: "ShippingBox", label: "Box ID" },
  ItemClass: { entity: "ItemClass", label: "Item Class" },
  CustomerClass: { entity: "CustomerClass", label: "Class ID" },
};

/** Option lists take labels only. */
const LABELS: Record<string, string[]> = {
  "Shipment.Type": ["Shipment", "Transfer"],
  Operation: ["Issue", "Receipt"],
  ShippingRule: ["Ship Complete", "Back Order Allowed", "Cancel Remainder"],
  "SalesOrder.OrderType": ["SO", "IN", "RM", "QT", "CM", "TR"],
};

interface Assignment {
  row: Row;
  name: string;
  value: Scalar;
}

/** Puts a scalar into a draft row; an unknown reference or label stays in the echo with its error. */
export function assign(draft: Draft, { row, name, value }: Assignment): void {
  row[name] = value;
  if (value === null || value === "") return;
  const reference = REFERENCES[name];
  // On master data the key field names the record itself.
  const isOwnKey = row === draft.row && draft.entity.keys.includes(name);
  if (reference && !isOwnKey && !tableOf(draft.caller.tenant, reference.entity).byKey(String(value)))
    draft.errors.field(row, name, `'${reference.label}' cannot be found in the system.`);
  const labels = LABELS[`${draft.entity.name}.${name}`] ?? LABELS[name];
  if (labels && !labels.includes(String(value))) draft.errors.field(row, name, `'${name}' cannot be found in the system.`);
}

/** Copies a patch's scalars, except the read-only ones. */
export function assignAll(draft: Draft, { row, patch, readOnly }: { row: Row; patch: Patch; readOnly: ReadonlySet<string> }): void {
  for (const [name, value] of patch.fields) if (!readOnly.has(name)) assign(draft, { row, name, value });
  if (Object.keys(patch.custom).length > 0) row._custom = { ...(row._custom as object), ...patch.custom };
  if (patch.note !== null) row._note = patch.note;
}

/** The row of a list a patch means: by id, else by its line number. */
export function findLine(rows: Row[], patch: Patch): Row | null {
  if (patch.id) return rows.find(row => row.id === patch.id) ?? null;
  const number = patch.fields.get("LineNbr");
  return number === undefined ? null : (rows.find(row => row.LineNbr === number) ?? null);
}

export function dropRow(owner: Row, list: string, row: Row): void {
  owner[list] = rowsOf(owner, list).filter(other => other !== row);
}
