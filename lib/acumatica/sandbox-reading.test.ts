import { describe, expect, it } from "vitest";
import type { AcumaticaSwitches } from "@/sandbox/acumatica/switches";
import type { AcumaticaError } from "./errors";
import { getSourceOrder } from "./get-source-order";
import { type ChangedSlice, type ListChangedOptions, listChanged } from "./list-changed";
import { listOpenKeys } from "./list-open-keys";
import { createMemoryTokenStore } from "./testing/memory-token-store";
import { type SandboxWorld, startSandboxWorld } from "./testing/sandbox-session";

async function readAll(world: SandboxWorld, options: Partial<ListChangedOptions> = {}) {
  const slices: ChangedSlice[] = [];
  for await (const slice of listChanged({ session: world.open(), kind: "SalesOrder", since: null, ...options })) slices.push(slice);
  return { slices, orders: slices.flatMap(slice => slice.orders), failures: slices.flatMap(slice => slice.failures) };
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    (error: AcumaticaError) => error.code,
  );

describe("reading from an Acumatica", () => {
  it.each<[string, Partial<AcumaticaSwitches>]>([
    ["in any order", {}],
    ["in another order at each call", { listOrder: "shuffled_each_call" }],
    ["by key", { listOrder: "by_key" }],
    ["at most 40 at a time, without saying so", { pageCap: 40 }],
    ["with stamps in its own offset", { dateOffsetMinutes: 180 }],
    ["while others change orders between our calls", { touchAfterList: 3 }],
    ["without lines, as its optimizer refuses them", { optimizerFailure: { SalesOrder: "with_expand" } }],
  ])("finds each of 300 orders that an instance gives %s", async (_title, switches) => {
    await using world = await startSandboxWorld({ switches });
    const { orders: numbers } = world.sandbox.control.seed({ orders: 300, seed: 3 });
    const { slices, orders, failures } = await readAll(world, { cap: 60, filter: { orderType: "SO" } });
    expect(failures).toEqual([]);
    expect([...new Set(orders.map(order => order.number))].sort()).toEqual([...numbers].sort());
    for (const slice of slices) expect(new Set(slice.orders.map(order => order.key)).size).toBe(slice.orders.length);
  });

  it("finds 500 orders of one instant over the edge of a slice", async () => {
    await using world = await startSandboxWorld({ switches: { listOrder: "shuffled_each_call" } });
    world.sandbox.control.seed({ orders: 40, seed: 1 });
    world.sandbox.control.seed({ orders: 500, seed: 2, sameTimestamp: "2025-02-11T15:42:07.357Z" });
    const { orders } = await readAll(world, { cap: 100 });
    expect(new Set(orders.map(order => order.key)).size).toBe(540);
    expect(orders).toHaveLength(540);
  });

  it("reads an order whole: lines with open quantities, address, contact", async () => {
    await using world = await startSandboxWorld();
    world.sandbox.control.seed({ orders: 5, seed: 4 });
    const { orders } = await readAll(world);
    for (const order of orders) {
      expect(order).toMatchObject({
        kind: "SalesOrder",
        state: "open",
        orderType: "SO",
        customerId: expect.any(String),
        shipVia: expect.any(String),
      });
      expect(order.shipTo).toMatchObject({
        name: expect.stringMatching(/\S/),
        line1: expect.any(String),
        city: expect.any(String),
        postalCode: expect.any(String),
        country: "US",
      });
      expect(order.lines.length).toBeGreaterThan(0);
      expect(await getSourceOrder({ session: world.open(), kind: "SalesOrder", key: order.key })).toMatchObject({
        key: order.key,
        lines: order.lines,
        shipTo: order.shipTo,
      });
    }
  });

  it("reads open Shipments of one warehouse, with their address", async () => {
    await using world = await startSandboxWorld();
    const { shipments } = world.sandbox.control.seed({ shipments: 6, seed: 4, warehouses: ["MAIN"] });
    const { orders } = await readAll(world, { kind: "Shipment", filter: { onlyOpen: true, warehouseId: "MAIN" } });
    expect(orders.map(order => order.number).sort()).toEqual([...shipments].sort());
    for (const order of orders) {
      expect(order).toMatchObject({ kind: "Shipment", state: "open", erpWarehouseId: "MAIN" });
      expect(order.shipTo.city).toBeTruthy();
      expect(order.lines.every(line => line.shippable && Number(line.openQuantity) > 0)).toBe(true);
    }
    expect((await readAll(world, { kind: "Shipment", filter: { warehouseId: "NOWHERE" } })).orders).toEqual([]);
  });

  it("sees holds, cancels and edits with the next poll, and one call tells that nothing has changed", async () => {
    await using world = await startSandboxWorld();
    const [held = "", cancelled = "", deleted = ""] = world.sandbox.control.seed({ orders: 20, seed: 6 }).orders;
    const since = new Date();
    world.sandbox.control.setClock(60_000);
    world.sandbox.control.editOrder({ orderNbr: held, action: "hold" });
    world.sandbox.control.editOrder({ orderNbr: cancelled, action: "cancel" });
    world.sandbox.control.editOrder({ orderNbr: deleted, action: "delete" });
    const { orders } = await readAll(world, { since: new Date(since.getTime() + 30_000), filter: { orderType: "SO" } });
    expect(orders.map(order => [order.number, order.state]).sort()).toEqual(
      [
        [held, "held"],
        [cancelled, "cancelled"],
      ].sort(),
    );
    const { records } = await listOpenKeys({ session: world.open(), kind: "SalesOrder", filter: { orderType: "SO" } });
    expect(records).toHaveLength(17);
    const before = world.calls().length;
    const session = world.open(createMemoryTokenStore());
    await session.signIn();
    for await (const slice of listChanged({ session, kind: "SalesOrder", since: new Date(Date.now() + 120_000) }))
      expect(slice.orders).toEqual([]);
    expect(world.calls().length - before).toBe(2);
  });

  it.each<[string, "many_lines" | "lone_surrogate" | "nul"]>([
    ["five thousand lines", "many_lines"],
    ["half a character", "lone_surrogate"],
  ])("is not stopped by a record with %s", async (_title, kind) => {
    await using world = await startSandboxWorld();
    const { orders: numbers } = world.sandbox.control.seed({ orders: 10, seed: 8 });
    world.sandbox.control.poison({ orderNbr: numbers[4] ?? "", kind: kind as "many_lines", size: 5000 });
    const { orders, failures } = await readAll(world);
    expect(orders.length + failures.length).toBe(10);
    expect(orders.filter(order => order.number !== numbers[4])).toHaveLength(9);
  });
});

describe("an Acumatica that is not well", () => {
  it.each([
    ["drop", "unreachable"],
    ["html", "unexpected"],
    ["cut_json", "unexpected"],
    ["broken_gzip", "unexpected|unreachable"],
    ["wrong_charset", "unexpected"],
    [{ type: "redirect_error", message: "API Login Limit" }, "seat_limit"],
    [{ type: "status", status: 429 }, "throttled"],
    [{ type: "status", status: 503 }, "unexpected"],
    ["hang", "timeout"],
  ] as const)("is told apart in mid-list (%j), and the next try goes on", async (action, code) => {
    await using world = await startSandboxWorld();
    world.sandbox.control.seed({ orders: 30, seed: 5 });
    world.sandbox.faults.add({ path: "/SalesOrder", skip: 1, action });
    const session = world.open(createMemoryTokenStore(), { readMs: 400 });
    const first: ChangedSlice[] = [];
    const run = async (into: ChangedSlice[]) => {
      for await (const slice of listChanged({ session, kind: "SalesOrder", since: null, cap: 10 })) into.push(slice);
    };
    const error = await run(first).catch((thrown: AcumaticaError) => thrown);
    expect(error).toMatchObject({ code: expect.stringMatching(new RegExp(`^(${code})$`)), retry: { kind: "after" } });
    const second: ChangedSlice[] = [];
    await run(second);
    expect(new Set(second.flatMap(slice => slice.orders.map(order => order.key))).size).toBe(30);
  });

  it.each(["302", "500", "429"] as const)("says that all API sign-ins are in use, whatever face that has (%s)", async seatLimitFace => {
    await using world = await startSandboxWorld({ switches: { maxApiSessions: 1, seatLimitFace } });
    const first = world.open();
    await first.request({ method: "GET", path: "SalesOrder", query: { $top: "1" }, label: "test" });
    const second = world.open();
    const code = await codeOf(second.request({ method: "GET", path: "SalesOrder", query: { $top: "1" }, label: "test" }));
    expect(code).toBe(seatLimitFace === "429" ? "throttled" : "seat_limit");
    await first.signOut();
    expect(await codeOf(second.request({ method: "GET", path: "SalesOrder", query: { $top: "1" }, label: "test" }))).toBe("ok");
  });
});

describe("sign-in with an Acumatica", () => {
  const list = { method: "GET", path: "SalesOrder", query: { $top: "1" }, label: "test" } as const;
  const grants = (world: SandboxWorld) => world.calls().filter(call => call.includes("/identity/connect/token")).length;

  it("is renewed once when four processes meet an expired token, and uses one seat", async () => {
    await using world = await startSandboxWorld();
    const tokens = createMemoryTokenStore();
    const processes = Array.from({ length: 4 }, () => world.open(tokens));
    await Promise.all(processes.map(session => session.request(list)));
    world.sandbox.control.expireAccessTokens();
    await Promise.all(processes.map(session => session.request(list)));
    expect(grants(world)).toBe(2);
    expect(world.sandbox.control.sessions()).toHaveLength(1);
  });

  it("goes on with the password once when all tokens were revoked", async () => {
    await using world = await startSandboxWorld();
    const session = world.open();
    await session.request(list);
    world.sandbox.control.revokeTokens();
    expect(await codeOf(session.request(list))).toBe("ok");
    expect(grants(world)).toBe(3);
  });

  it("stops at an expired secret after one try, from any process", async () => {
    await using world = await startSandboxWorld();
    const tokens = createMemoryTokenStore();
    world.sandbox.control.expireSecret();
    const codes = await Promise.all(Array.from({ length: 3 }, () => codeOf(world.open(tokens).request(list))));
    expect(codes).toEqual(["secret_refused", "secret_refused", "secret_refused"]);
    expect(grants(world)).toBe(1);
  });

  it("never locks the account with a changed password", async () => {
    await using world = await startSandboxWorld({ switches: { lockAfterFailures: 2 } });
    const tokens = createMemoryTokenStore();
    world.sandbox.control.changeUser({ password: "changed meanwhile" });
    for (let poll = 0; poll < 5; poll += 1) expect(await codeOf(world.open(tokens).request(list))).toBe("user_refused");
    expect(grants(world)).toBe(1);
    world.sandbox.control.changeUser({ password: "sandbox-password" });
    expect(await codeOf(world.open().request(list))).toBe("ok");
  });

  it("leaves no seat taken after signing out", async () => {
    await using world = await startSandboxWorld();
    const session = world.open();
    await session.request(list);
    expect(world.sandbox.control.sessions()).toHaveLength(1);
    await session.signOut();
    expect(world.sandbox.control.sessions()).toHaveLength(0);
  });
});
