import { type Patch, patchNumber, patchText } from "./body";
import { assignAll, type Draft, dropRow, findLine } from "./draft";
import { newId, num, type Row, rowsOf, text } from "./rows";
import { nextIn } from "./shipment-build";
import { tableOf } from "./world";

const READ_ONLY = new Set(["LineNbr", "NoteID"]);

/** Everything that can be packed: the splits of all shipment lines. */
function packablePool(shipment: Row): Row[] {
  return rowsOf(shipment, "Details").flatMap(line => rowsOf(line, "Allocations"));
}

/** The split a contents row means: its number when given, else the first that fits in every respect. */
function findSplit(pool: Row[], patch: Patch): Row | null {
  const number = patchNumber(patch, "ShipmentSplitLineNbr");
  if (number !== null) return pool.find(split => split.SplitLineNbr === number) ?? null;
  const quantity = patchNumber(patch, "Quantity") ?? 0;
  const fits = (split: Row) =>
    text(split, "InventoryID") === patchText(patch, "InventoryID") &&
    text(split, "Subitem") === patchText(patch, "Subitem") &&
    text(split, "LotSerialNbr") === patchText(patch, "LotSerialNbr") &&
    text(split, "OrderType") === patchText(patch, "OrigOrderType") &&
    text(split, "OrderNbr") === patchText(patch, "OrigOrderNbr") &&
    quantity <= num(split, "Qty");
  return pool.find(fits) ?? null;
}

function notFound(patch: Patch): string {
  const part = (label: string, name: string) => `${label}: ${patchText(patch, name)}`;
  const parts = ["ShipmentSplitLineNbr", "InventoryID", "Subitem", "LotSerialNbr", "OrigOrderType", "OrigOrderNbr"].map(name =>
    part(name, name),
  );
  return `No suitable items found to pack (${parts.join(" ")}.)`;
}

function writeContents(draft: Draft, box: Row, patch: Patch): void {
  const { site, errors, row } = draft;
  if (site.switches.packageContents === "ignored") return;
  const existing = patch.id ? rowsOf(box, "PackageContents").find(item => item.id === patch.id) : undefined;
  if (existing && patch.isDelete) {
    dropRow(box, "PackageContents", existing);
    return;
  }
  const item: Row = existing ?? { id: newId() };
  if (!existing) box.PackageContents = [...rowsOf(box, "PackageContents"), item];
  assignAll(draft, { row: item, patch, readOnly: new Set() });
  if (existing && !patch.fields.has("InventoryID") && !patch.fields.has("ShipmentSplitLineNbr")) return;
  const split = site.switches.packageContents === "refused" ? null : findSplit(packablePool(row), patch);
  if (!split) {
    errors.row(item, notFound(patch));
    return;
  }
  Object.assign(item, {
    InventoryID: text(split, "InventoryID"),
    LotSerialNbr: text(split, "LotSerialNbr"),
    ShipmentSplitLineNbr: num(split, "SplitLineNbr"),
    OrigOrderType: text(split, "OrderType"),
    OrigOrderNbr: text(split, "OrderNbr"),
    UOM: text(item, "UOM") || text(split, "UOM"),
  });
}

function newPackage({ row, caller, site }: Draft, patch: Patch): Row {
  const box = tableOf(caller.tenant, "ShippingBox").byKey(patchText(patch, "BoxID"));
  const size = (name: string) => (box ? num(box, name) : 0);
  const fresh: Row = {
    id: newId(),
    LineNbr: nextIn(row, "_packages"),
    Type: site.switches.packageType,
    Description: box ? text(box, "Description") : "",
    Length: size("Length"),
    Width: size("Width"),
    Height: size("Height"),
    PackageContents: [],
  };
  row.Packages = [...rowsOf(row, "Packages"), fresh];
  return fresh;
}

/** Applies the Packages of a body: a row with an id is changed, one without is added, every time. */
export function writePackages(draft: Draft, patches: Patch[]): void {
  for (const patch of patches) {
    const existing = findLine(rowsOf(draft.row, "Packages"), patch);
    if (patch.isDelete) {
      if (existing) dropRow(draft.row, "Packages", existing);
      continue;
    }
    const box = existing ?? newPackage(draft, patch);
    assignAll(draft, { row: box, patch, readOnly: READ_ONLY });
    if (draft.site.switches.boxRequired && text(box, "BoxID") === "") draft.errors.field(box, "BoxID", "'Box ID' cannot be empty.");
    for (const contents of patch.lists.get("PackageContents") ?? []) writeContents(draft, box, contents);
  }
}
