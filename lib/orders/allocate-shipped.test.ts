import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, compare } from "@/lib/core/quantity";
import { allocateShipped, type OpenLine, type ReportedLine } from "./allocate-shipped";

const line = (over: Partial<OpenLine> = {}): OpenLine => ({
  orderId: "o1",
  lineRef: "1",
  warehouseLineKey: "SO1:1",
  sku: "A",
  quantity: "5",
  shipped: "0",
  ...over,
});

describe("allocateShipped", () => {
  it("counts what a label says, by the key that was sent with the line", () => {
    const { counted } = allocateShipped([{ warehouseLineKey: "SO1:1", sku: "whatever", quantity: "2" }], [line()]);
    expect(counted).toEqual([{ orderId: "o1", lineRef: "1", quantity: "2", reportedQuantity: "2" }]);
  });

  it("counts nothing for a second label that repeats all items", () => {
    const { counted } = allocateShipped([{ warehouseLineKey: "SO1:1", sku: "A", quantity: "5" }], [line({ shipped: "5" })]);
    expect(counted[0]).toMatchObject({ quantity: "0", reportedQuantity: "5" });
  });

  it("takes everything still open when the vendor names no lines", () => {
    const { counted } = allocateShipped("whole_order", [line({ shipped: "3" }), line({ lineRef: "2", warehouseLineKey: "SO1:2" })]);
    expect(counted.map(one => one.quantity)).toEqual(["2", "5"]);
  });

  it("spreads a SKU without a key over the lines of that SKU, and names what nobody ordered", () => {
    const open = [line({ quantity: "2" }), line({ lineRef: "2", warehouseLineKey: "SO1:2", quantity: "2" })];
    const { counted, unknown } = allocateShipped(
      [
        { sku: "A", quantity: "3" },
        { sku: "GIFT", quantity: "1" },
      ],
      open,
    );
    expect(counted.map(one => one.quantity)).toEqual(["2", "1"]);
    expect(unknown).toEqual([{ sku: "GIFT", quantity: "1" }]);
  });

  it("never counts more than was open, whatever a warehouse reports", () => {
    const reportedLine: fc.Arbitrary<ReportedLine> = fc.record({
      warehouseLineKey: fc.constantFrom("SO1:1", "SO1:2", "nobody:9"),
      sku: fc.constantFrom("A", "B"),
      quantity: fc.integer({ min: 0, max: 40 }).map(String),
    });
    fc.assert(
      fc.property(fc.array(reportedLine, { maxLength: 8 }), fc.integer({ min: 0, max: 9 }), (reported, shipped) => {
        const open = [
          line({ quantity: "9", shipped: String(shipped) }),
          line({ lineRef: "2", warehouseLineKey: "SO1:2", sku: "B", quantity: "4" }),
        ];
        const { counted } = allocateShipped(reported, open);
        for (const one of counted) {
          const of = open.find(candidate => candidate.lineRef === one.lineRef);
          expect(compare(one.quantity, "0")).toBeGreaterThanOrEqual(0);
          expect(compare(add(of?.shipped ?? "0", one.quantity), of?.quantity ?? "0")).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
});
