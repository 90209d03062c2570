import type { Patch } from "./body";
import { assignAll, type Draft, dropRow, findLine } from "./draft";
import { newId, type Row, rowsOf, text } from "./rows";

const READ_ONLY = new Set(["LastModified", "LastModifiedDateTime", "CreatedDateTime", "NoteID"]);

function writeRow(draft: Draft, row: Row, patch: Patch): void {
  assignAll(draft, { row, patch, readOnly: READ_ONLY });
  for (const [name, sent] of patch.linked) {
    const linked: Row = { ...((row[name] as Row | undefined) ?? { id: "" }) };
    writeRow(draft, linked, sent);
    row[name] = linked;
  }
  for (const [name, patches] of patch.lists) for (const sent of patches) writeListRow(draft, { owner: row, name, sent });
}

function writeListRow(draft: Draft, { owner, name, sent }: { owner: Row; name: string; sent: Patch }): void {
  const existing = findLine(rowsOf(owner, name), sent);
  if (existing && sent.isDelete) {
    dropRow(owner, name, existing);
    return;
  }
  const row = existing ?? { id: newId() };
  if (!existing) owner[name] = [...rowsOf(owner, name), row];
  writeRow(draft, row, sent);
}

/** Applies a body to stock items, customers and other records without a workflow. */
export function writeMaster(draft: Draft, patch: Patch): boolean {
  const { row, entity, errors } = draft;
  writeRow(draft, row, patch);
  for (const key of entity.keys)
    if (text(row, key) === "" || text(row, key) === "<NEW>")
      if (entity.name !== "Customer") errors.field(row, key, `'${key}' cannot be empty.`);
  if (entity.name === "Customer" && text(row, "CustomerName") === "") errors.field(row, "CustomerName", "'Account Name' cannot be empty.");
  return true;
}
