import { afterEach, describe, expect, it } from "vitest";
import { armFailpoints } from "@/lib/core/failpoints";
import { createWorld, type World } from "../testing/world";

/** Faults 30–32: confirms that take long, writes whose answer is lost, records that are busy. */
let world: World;
afterEach(async () => {
  armFailpoints("");
  await world?.close();
});

const effects = (name: string) => world.acumatica.journal.count({ kind: "effect", name });
const confirmCalls = () =>
  world.acumatica.journal.entries({ kind: "call" }).filter(call => String(call.path).endsWith("/ConfirmShipment")).length;

async function shippedOrder(mode: "sales_order" | "shipment" = "sales_order"): Promise<string> {
  world = await createWorld({ settings: { importViaShipments: mode === "shipment" } });
  const { orders, shipments } = world.acumatica.control.seed(mode === "shipment" ? { shipments: 1 } : { orders: 1 });
  await world.sync();
  const number = (mode === "shipment" ? shipments : orders)[0] ?? "";
  world.shipstation.control.ship({ orderKey: number });
  return number;
}

async function untilDone(number: string): Promise<void> {
  for (let round = 0; round < 6 && (await world.order(number)).status !== "completed"; round += 1) {
    await world.passTime();
    await world.sync();
  }
  expect((await world.order(number)).status).toBe("completed");
}

describe("writing back", () => {
  it("fault 30: a confirm that runs for ten minutes while we die is polled again and asked for once", async () => {
    const number = await shippedOrder();
    world.acumatica.switches.actionMode = "async";
    world.acumatica.switches.operationMs = 600_000;
    armFailpoints("write-back.operation-polled:throw");
    await world.sync();
    await world.passTime();
    await world.sync(2);
    expect((await world.order(number)).writeBacks[0]?.status).not.toBe("done");
    world.acumatica.control.setClock(601_000);
    await untilDone(number);
    expect(confirmCalls()).toBe(1);
    expect(effects("shipment created")).toBe(1);
  });

  it.each(["sales_order", "shipment"] as const)(
    "fault 31: a Shipment PUT without an answer is settled by looking: one Shipment, one box (%s mode)",
    async mode => {
      const number = await shippedOrder(mode);
      world.acumatica.faults.add({ method: "PUT", path: "/Shipment", action: "drop_after" });
      await world.sync();
      expect((await world.order(number)).writeBacks[0]).toMatchObject({ status: "in_doubt" });
      await untilDone(number);
      expect(effects("shipment created")).toBe(mode === "shipment" ? 0 : 1);
      expect(effects("package added")).toBe(1);
    },
  );

  it("fault 31: a PUT that never arrived is sent again, after two looks that found nothing", async () => {
    const number = await shippedOrder();
    world.acumatica.faults.add({ method: "PUT", path: "/Shipment", action: "drop" });
    await world.sync();
    await untilDone(number);
    expect(effects("shipment created")).toBe(1);
  });

  it.each([500, 422])("fault 32: a record that another process was changing (%s) is read and written again", async status => {
    const number = await shippedOrder();
    world.acumatica.switches.concurrentUpdate = { times: 2, status, entity: "Shipment" };
    await world.sync();
    await untilDone(number);
    expect(effects("shipment created")).toBe(1);
    expect(await world.problems()).toEqual([]);
  });

  it("fault 32: a screen that is busy with a long operation (409) is waited for", async () => {
    const number = await shippedOrder();
    world.acumatica.faults.add({
      method: "POST",
      path: "/ConfirmShipment",
      action: { type: "status", status: 409, body: { message: "A long operation is running for this screen in the current session." } },
    });
    await world.sync();
    await untilDone(number);
    expect(effects("shipment created")).toBe(1);
  });
});
