import { add, isPositive, type Quantity, smaller, subtract } from "@/lib/core/quantity";

export interface OpenLine {
  orderId: string;
  lineRef: string;
  warehouseLineKey: string;
  /** What the warehouse calls it. */
  sku: string;
  quantity: Quantity;
  /** Already counted from other shipments. */
  shipped: Quantity;
}

export interface ReportedLine {
  warehouseLineKey?: string;
  sku: string;
  quantity: Quantity;
}

export interface CountedLine {
  orderId: string;
  lineRef: string;
  /** Counted: never more than was still open. */
  quantity: Quantity;
  reportedQuantity: Quantity;
}

/**
 * Counts what one shipment carried, line by line. Lines are matched by the key that was sent with them; a line without one (made or merged by hand
 * in the warehouse) falls back to the SKU within the same orders. A second label of an unsplit order repeats all items
 * (ShipStation lists them per label), so quantities are capped at what is still open: the label then counts zero goods and stays a box.
 */
export function allocateShipped(
  reported: ReportedLine[] | "whole_order",
  open: OpenLine[],
): { counted: CountedLine[]; unknown: ReportedLine[] } {
  const left = new Map(open.map(line => [keyOf(line), subtract(line.quantity, line.shipped)]));
  const counted = new Map<string, CountedLine>();
  const unknown: ReportedLine[] = [];
  const count = (line: OpenLine, quantity: Quantity) => {
    const key = keyOf(line);
    const take = smaller(quantity, left.get(key) ?? "0");
    const taken = isPositive(take) ? take : "0";
    left.set(key, subtract(left.get(key) ?? "0", taken));
    const before = counted.get(key);
    counted.set(key, {
      orderId: line.orderId,
      lineRef: line.lineRef,
      quantity: before ? add(before.quantity, taken) : taken,
      reportedQuantity: before ? add(before.reportedQuantity, quantity) : quantity,
    });
    return subtract(quantity, taken);
  };
  if (reported === "whole_order") {
    for (const line of open) count(line, left.get(keyOf(line)) ?? "0");
    return { counted: [...counted.values()], unknown };
  }
  for (const row of reported) {
    const byKey = row.warehouseLineKey ? open.filter(line => line.warehouseLineKey === row.warehouseLineKey) : [];
    const candidates = byKey.length > 0 ? byKey : open.filter(line => line.sku === row.sku);
    if (candidates.length === 0) {
      unknown.push(row);
      continue;
    }
    let rest = row.quantity;
    for (const line of candidates) if (isPositive(rest)) rest = count(line, rest);
  }
  return { counted: [...counted.values()], unknown };
}

const keyOf = (line: OpenLine) => `${line.orderId} ${line.lineRef}`;
