import { describe, expect, it } from "vitest";
import { deriveFulfilment } from "./derive-order-status";
import { assertMove, canMove, ORDER_MOVES, ORDER_STATUSES, statusesBefore } from "./order-status";

describe("order status", () => {
  it("only moves to statuses that exist, and every status can be left", () => {
    for (const from of ORDER_STATUSES) {
      expect(ORDER_MOVES[from].length).toBeGreaterThan(0);
      for (const to of ORDER_MOVES[from]) expect(ORDER_STATUSES).toContain(to);
    }
  });

  it.each([
    ["needs_mapping", "ready", true],
    ["ready", "at_warehouse", true],
    ["at_warehouse", "shipped", true],
    ["completed", "partly_shipped", true],
    ["attention", "at_warehouse", true],
    ["archived", "ready", true],
    ["needs_mapping", "at_warehouse", false],
    ["ready", "completed", false],
    ["shipped", "cancelled", false],
  ] as const)("from %s to %s: %s", (from, to, isLegal) => {
    expect(canMove(from, to)).toBe(isLegal);
    expect(statusesBefore(to).includes(from)).toBe(isLegal);
    if (!isLegal) expect(() => assertMove(from, to)).toThrow(/can't become/);
  });

  it.each([
    ["nothing shipped", ["0", "0"], 0, 0, "at_warehouse"],
    ["one line of two", ["2", "0"], 0, 1, "partly_shipped"],
    ["all, not written back", ["2", "3"], 1, 0, "shipped"],
    ["all, one of two written back", ["2", "3"], 1, 1, "shipped"],
    ["all written back", ["2", "3"], 0, 2, "completed"],
  ] as const)("is derived from facts: %s", (_, shipped, openWriteBacks, doneWriteBacks, status) => {
    const lines = [
      { quantity: "2", shippedQuantity: shipped[0] },
      { quantity: "3", shippedQuantity: shipped[1] },
    ];
    expect(deriveFulfilment({ lines, openWriteBacks, doneWriteBacks })).toBe(status);
  });
});
