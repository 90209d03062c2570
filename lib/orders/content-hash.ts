import { createHash } from "node:crypto";
import type { SourceOrder } from "./source-order";

/**
 * A hash of what the warehouse is asked to do: which goods, how many were ordered, where to, how. Open quantities, status words and stamps
 * are left out, because our own write-back moves them: only a change that a packer would have to know about changes the hash.
 */
export function contentHash(order: SourceOrder): string {
  const lines = order.lines
    .filter(line => line.shippable || Number(line.orderedQuantity) > 0)
    .map(line => [line.lineRef, line.sku, line.orderedQuantity, line.uom ?? ""])
    .sort((a, b) => String(a[0]).localeCompare(String(b[0])));
  return createHash("sha256")
    .update(JSON.stringify([lines, Object.entries(order.shipTo).sort(), order.shipVia ?? ""]))
    .digest("hex")
    .slice(0, 32);
}
