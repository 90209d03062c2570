import { afterEach, describe, expect, it } from "vitest";
import { createMapping } from "@/lib/connections/create-mapping";
import { updateStore } from "@/lib/connections/update-store";
import { armFailpoints, observeFailpoints } from "@/lib/core/failpoints";
import { createWorld, type World } from "./testing/world";

/** Orders that wait for a match: each says what it waits for, and none waits longer than that. */
let world: World;
afterEach(async () => {
  observeFailpoints(null);
  armFailpoints("");
  await world?.close();
});

const HOLD = { unmappedSku: "hold", unmappedShipMethod: "hold" } as const;
const match = (from: string) =>
  createMapping(world.scope, { input: { connectionId: world.ids.connection, kind: "sku", from, to: `BIN-${from}` } });
const matchMethod = (from: string) =>
  createMapping(world.scope, {
    input: {
      connectionId: world.ids.connection,
      kind: "ship_method",
      from,
      to: { carrierCode: "ups_walleted", serviceCode: "ups_ground" },
    },
  });
const record = (orderNbr: string) => {
  const [order] = world.acumatica.control.orders({ orderNbr });
  if (!order) throw new Error("no order");
  return { skus: (order.Details as { InventoryID: string }[]).map(line => line.InventoryID), shipVia: String(order.ShipVia) };
};

async function twoMissing(): Promise<{ number: string; sku: string; shipVia: string }> {
  world = await createWorld({ settings: HOLD });
  const [number = ""] = world.acumatica.control.seed({ orders: 1, lines: 1 }).orders;
  await world.sync();
  const { skus, shipVia } = record(number);
  return { number, sku: skus[0] ?? "", shipVia };
}

describe("orders that wait for a match", () => {
  it("name the next thing that is missing when the first was matched, and go when nothing is", async () => {
    const { number, sku, shipVia } = await twoMissing();
    expect(await world.order(number)).toMatchObject({ status: "needs_mapping", problemCode: "unmapped_sku" });
    expect(await match(sku)).toMatchObject({ released: 0 });
    expect(await world.order(number)).toMatchObject({
      status: "needs_mapping",
      statusReason: `Ship Via ${shipVia} has no match`,
      problemCode: "unmapped_ship_method",
    });
    expect((await world.problems()).map(problem => problem.code)).toEqual(["unmapped_ship_method"]);
    expect(await matchMethod(shipVia)).toMatchObject({ released: 1 });
    await world.sync();
    expect(await world.order(number)).toMatchObject({ status: "at_warehouse", problemCode: null });
    expect(await world.problems()).toEqual([]);
  });

  it("go when the store no longer asks for matches", async () => {
    const { number } = await twoMissing();
    await updateStore(world.scope, {
      id: world.ids.store,
      input: { settings: { unmappedSku: "send", unmappedShipMethod: "send" } },
      runtime: world.runtime,
    });
    await world.sync();
    expect((await world.order(number)).status).toBe("at_warehouse");
    expect(await world.problems()).toEqual([]);
  });

  it("do not miss a match that was added while they were being imported", async () => {
    world = await createWorld({ settings: HOLD });
    const [number = ""] = world.acumatica.control.seed({ orders: 1, lines: 1 }).orders;
    const { skus, shipVia } = record(number);
    let added: Promise<unknown> | null = null;
    observeFailpoints(name => {
      if (name !== "import.slice-read" || added) return;
      added = Promise.all([match(skus[0] ?? ""), matchMethod(shipVia)]);
    });
    // The matches are saved while the slice is under way, after its tables were loaded.
    armFailpoints("import.slice-read:late");
    await world.sync(1);
    await added;
    await world.sync(1);
    expect((await world.order(number)).status).toBe("at_warehouse");
  });
});
