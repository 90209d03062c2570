import { describe, expect, it } from "vitest";
import { type MappedOrder, mapOrder } from "@/lib/mapping/map-order";
import type { SourceOrder, SourceState } from "@/lib/orders/source-order";
import { cleanJson } from "./clean-json";
import { type KnownOrder, planOrder } from "./plan-order";

const order = (state: SourceState = "open", over: Partial<SourceOrder> = {}): SourceOrder => ({
  kind: "SalesOrder",
  key: "SO/SO1",
  number: "SO1",
  state,
  statusLabel: state,
  modifiedAt: "2026-11-20T10:00:00.000Z",
  shipTo: { name: "Ann" },
  raw: {},
  shipVia: "UPSGROUND",
  lines: [{ lineRef: "1", sku: "A", orderedQuantity: "2", openQuantity: "2", shippable: true }],
  ...over,
});
const map = (one: SourceOrder, policy: "send" | "hold" = "send"): MappedOrder =>
  mapOrder(one, { skus: new Map(), shipMethods: new Map() }, { unmappedSku: policy, unmappedShipMethod: policy });
const known = (over: Partial<KnownOrder> = {}): KnownOrder => ({
  status: "ready",
  statusReason: null,
  resumeStatus: null,
  sourceModifiedAt: new Date("2026-11-20T09:00:00Z"),
  sourceStatus: "open",
  contentHash: "h",
  isSending: false,
  hasLateChange: false,
  hasWriteBacks: false,
  isAtWarehouse: false,
  isForeign: false,
  ...over,
});
const plan = (one: SourceOrder, before: KnownOrder | null, hash = "h") =>
  planOrder({ order: one, mapped: map(one), contentHash: hash, known: before });

describe("planOrder", () => {
  it("imports what is open, and only that", () => {
    expect(plan(order(), null)).toEqual({ action: "create", status: "ready", reason: null });
    for (const state of ["held", "in_progress", "over", "cancelled"] as const)
      expect(plan(order(state), null)).toMatchObject({ action: "skip" });
    expect(
      plan(order("open", { lines: [{ lineRef: "1", sku: "A", orderedQuantity: "2", openQuantity: "0", shippable: true }] }), null),
    ).toMatchObject({ action: "skip" });
  });

  it("holds an order whose match is missing when the store says hold", () => {
    expect(planOrder({ order: order(), mapped: map(order(), "hold"), contentHash: "h", known: null })).toEqual({
      action: "create",
      status: "needs_mapping",
      reason: "SKU A has no match",
    });
  });

  it("changes nothing when the record is the one it has", () => {
    expect(plan(order("open", { modifiedAt: "2026-11-20T09:00:00.000Z" }), known())).toEqual({ action: "unchanged" });
  });

  it.each([
    ["held", "ready", "on_hold"],
    ["cancelled", "ready", "cancelled"],
    ["over", "needs_mapping", "cancelled"],
    ["in_progress", "ready", "on_hold"],
  ] as const)("follows %s in Acumatica before hand-off: %s becomes %s", (state, from, to) => {
    expect(plan(order(state), known({ status: from }))).toMatchObject({ action: "replace", status: to });
  });

  it("releases its own hold when Acumatica releases it, and leaves a person's hold alone", () => {
    expect(plan(order(), known({ status: "on_hold", statusReason: "Held in Acumatica", sourceStatus: "held" }))).toMatchObject({
      action: "replace",
      status: "ready",
    });
    expect(plan(order(), known({ status: "on_hold", statusReason: "Held by hand", sourceStatus: "held" }))).toMatchObject({
      status: "on_hold",
      reason: "Held by hand",
    });
  });

  it.each([
    ["cancelled", "cancelled"],
    ["held", "held"],
    ["over", "finished"],
  ] as const)("shows %s after hand-off as a difference", (state, kind) => {
    expect(plan(order(state), known({ status: "at_warehouse" }))).toEqual({ action: "late_change", kind });
  });

  it("shows an edit after hand-off, and not what our own write-back changed", () => {
    expect(plan(order(), known({ status: "at_warehouse" }), "other")).toEqual({ action: "late_change", kind: "edited" });
    expect(plan(order("in_progress"), known({ status: "at_warehouse" }))).toEqual({
      action: "note",
      clearLateChange: false,
      keepsSource: false,
    });
    expect(plan(order("over"), known({ status: "partly_shipped", hasWriteBacks: true }))).toEqual({
      action: "note",
      clearLateChange: false,
      keepsSource: false,
    });
  });

  it("never drops an order whose send is in doubt", () => {
    expect(plan(order("cancelled"), known({ isSending: true }))).toEqual({ action: "late_change", kind: "cancelled" });
  });

  it("leaves what another connection of the store brought in to that connection", () => {
    expect(plan(order("cancelled"), known({ isForeign: true }), "other")).toEqual({ action: "unchanged" });
  });

  it("takes an order that the warehouse has away from it for nobody, also while it is to be sent again", () => {
    const again = known({ status: "ready", isAtWarehouse: true });
    expect(plan(order("cancelled"), again)).toEqual({ action: "late_change", kind: "cancelled" });
    expect(plan(order("held"), again)).toEqual({ action: "late_change", kind: "held" });
    expect(plan(order(), again, "other")).toMatchObject({ action: "replace", status: "ready" });
  });

  it("sends an order that needed attention again once it was corrected in Acumatica, not before", () => {
    expect(plan(order(), known({ status: "attention", resumeStatus: "ready" }), "corrected")).toMatchObject({
      action: "replace",
      status: "ready",
    });
    expect(plan(order(), known({ status: "attention", resumeStatus: "ready" }))).toMatchObject({ action: "note" });
  });
});

describe("cleanJson", () => {
  it("replaces what PostgreSQL refuses and nothing else", () => {
    expect(cleanJson({ a: "x\u0000y", b: "\ud800", c: "\\u0000", d: "é" })).toBe(
      JSON.stringify({ a: "x\uFFFDy", b: "\uFFFD", c: "\\u0000", d: "é" }),
    );
  });
});
