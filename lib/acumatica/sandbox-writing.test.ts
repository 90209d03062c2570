import { describe, expect, it } from "vitest";
import { systemClock } from "@/lib/core/clock";
import type { AcumaticaSwitches } from "@/sandbox/acumatica/switches";
import { confirmShipment, correctShipment, pollAction, type StartedAction } from "./actions";
import type { AcumaticaError } from "./errors";
import type { ProofResult } from "./proof-stages";
import { runProofTest } from "./proof-test";
import { getSalesOrder } from "./sales-orders";
import type { AcumaticaSession } from "./session";
import { addPackages, createShipment, deleteShipment, getShipment, removePackages, setPackageContents, updatePackage } from "./shipments";
import { createMemoryTokenStore } from "./testing/memory-token-store";
import { type SandboxWorld, startSandboxWorld } from "./testing/sandbox-session";

async function newShipmentOf(session: AcumaticaSession, orderNbr: string, take: "all" | "one" = "all") {
  const order = await getSalesOrder({ session, orderType: "SO", orderNbr });
  const lines = order.lines.filter(line => line.shippable && Number(line.openQuantity) > 0);
  return {
    session,
    customerId: order.customerId ?? "",
    ...(order.locationId === undefined ? {} : { locationId: order.locationId }),
    warehouseId: "MAIN",
    shipmentDate: new Date().toISOString().slice(0, 10),
    description: "Dockbridge DB-1",
    lines: lines.map(line => ({
      orderType: "SO",
      orderNbr,
      orderLineNbr: line.lineRef,
      shippedQty: take === "one" ? "1" : line.openQuantity,
    })),
    packages: [{ trackingNbr: "1Z999AA10123456784", customRefNbr1: "DB-1", description: "UPS Ground", weight: "4.5", uom: "LB" }],
  };
}

async function finish(session: AcumaticaSession, started: StartedAction): Promise<string> {
  for (let poll = 0; started.state === "running" && poll < 200; poll += 1) {
    const answer = await pollAction({ session, operationUrl: started.operationUrl });
    if (answer.state === "failed") throw answer.error;
    if (answer.state !== "running") return answer.state;
    await new Promise(resolve => setImmediate(resolve));
  }
  return started.state;
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    (error: AcumaticaError) => error.code,
  );

async function seeded(
  switches: Partial<AcumaticaSwitches> = {},
): Promise<{ world: SandboxWorld; session: AcumaticaSession; orderNbr: string }> {
  const world = await startSandboxWorld({ switches });
  const [orderNbr = ""] = world.sandbox.control.seed({ orders: 1, lines: 2, seed: 9, warehouses: ["MAIN"] }).orders;
  return { world, session: world.open(), orderNbr };
}

describe("writing a shipment into an Acumatica", () => {
  it("creates it with lines, box and reference, confirms it, and the order shows it", async () => {
    const { world, session, orderNbr } = await seeded();
    await using _world = world;
    const created = await createShipment(await newShipmentOf(session, orderNbr));
    const read = await getShipment({ session, shipmentNbr: created.shipmentNbr });
    expect(read).toMatchObject({
      status: "Open",
      description: "Dockbridge DB-1",
      packages: [{ trackingNbr: "1Z999AA10123456784", customRefNbr1: "DB-1", weight: "4.5" }],
    });
    expect(read.details.every(line => line.orderNbr === orderNbr && line.splits.length > 0)).toBe(true);
    expect((await getSalesOrder({ session, orderType: "SO", orderNbr })).shipments).toMatchObject([
      { shipmentNbr: created.shipmentNbr, status: "Open" },
    ]);
    await finish(session, await confirmShipment({ session, shipmentNbr: created.shipmentNbr }));
    expect((await getShipment({ session, shipmentNbr: created.shipmentNbr })).status).toBe("Confirmed");
    const after = await getSalesOrder({ session, orderType: "SO", orderNbr });
    expect(after.state).toBe("over");
    expect(after.lines.every(line => line.openQuantity === "0")).toBe(true);
  });

  it("says in which box the goods are, by the splits read from the shipment", async () => {
    const { world, session, orderNbr } = await seeded();
    await using _world = world;
    const { shipmentNbr } = await createShipment(await newShipmentOf(session, orderNbr));
    const shipment = await getShipment({ session, shipmentNbr });
    const contents = shipment.details.flatMap(line =>
      line.splits.map(split => ({ splitLineNbr: split.splitLineNbr, inventoryId: split.inventoryId, quantity: split.quantity })),
    );
    await setPackageContents({ session, shipment, packageId: shipment.packages[0]?.id ?? "", contents });
    const after = await getShipment({ session, shipmentNbr });
    expect(after.packages).toHaveLength(1);
    expect(after.packages[0]?.contents.map(one => one.quantity).sort()).toEqual(contents.map(one => one.quantity).sort());
  });

  it.each(["refused", "pool"] as const)(
    "is told “rejected” when contents match nothing (%s), and the tracking stays",
    async packageContents => {
      const { world, session, orderNbr } = await seeded({ packageContents });
      await using _world = world;
      const { shipmentNbr } = await createShipment(await newShipmentOf(session, orderNbr));
      const shipment = await getShipment({ session, shipmentNbr });
      const contents = [{ splitLineNbr: packageContents === "pool" ? "999" : "1", inventoryId: "WIDGET-01", quantity: "1" }];
      expect(await codeOf(setPackageContents({ session, shipment, packageId: shipment.packages[0]?.id ?? "", contents }))).toBe("rejected");
      expect((await getShipment({ session, shipmentNbr })).packages[0]).toMatchObject({
        trackingNbr: "1Z999AA10123456784",
        hasContents: false,
      });
    },
  );

  it("adds, changes and removes boxes without doubling or losing others", async () => {
    const { world, session, orderNbr } = await seeded();
    await using _world = world;
    const { shipmentNbr } = await createShipment(await newShipmentOf(session, orderNbr));
    const shipment = await getShipment({ session, shipmentNbr });
    await addPackages({ session, shipment, packages: [{ trackingNbr: "1Z2", customRefNbr1: "DB-2" }] });
    const two = await getShipment({ session, shipmentNbr });
    expect(two.packages.map(box => box.trackingNbr).sort()).toEqual(["1Z2", "1Z999AA10123456784"]);
    const second = two.packages.find(box => box.customRefNbr1 === "DB-2");
    await updatePackage({ session, shipment, package: { id: second?.id ?? "", trackingNbr: "1Z3" } });
    await removePackages({ session, shipment, packageIds: [shipment.packages[0]?.id ?? ""] });
    expect((await getShipment({ session, shipmentNbr })).packages.map(box => box.trackingNbr)).toEqual(["1Z3"]);
  });

  it("opens a confirmed shipment again, takes the box out and deletes it; then it is not found", async () => {
    const { world, session, orderNbr } = await seeded();
    await using _world = world;
    const { shipmentNbr } = await createShipment(await newShipmentOf(session, orderNbr));
    await finish(session, await confirmShipment({ session, shipmentNbr }));
    const shipment = await getShipment({ session, shipmentNbr });
    expect(await codeOf(addPackages({ session, shipment, packages: [{ trackingNbr: "late" }] }))).toMatch(/^(rejected|operation_failed)$/);
    await finish(session, await correctShipment({ session, shipmentNbr }));
    await deleteShipment({ session, shipmentNbr });
    expect(await codeOf(getShipment({ session, shipmentNbr }))).toBe("not_found");
    expect(await codeOf(deleteShipment({ session, shipmentNbr }))).toBe("not_found");
    expect(await getSalesOrder({ session, orderType: "SO", orderNbr })).toMatchObject({ state: "open", shipments: [] });
  });

  it("follows a long confirm by its status address", async () => {
    const { world, session, orderNbr } = await seeded({ actionMode: "async", operationMs: 30 });
    await using _world = world;
    const { shipmentNbr } = await createShipment(await newShipmentOf(session, orderNbr));
    const started = await confirmShipment({ session, shipmentNbr });
    expect(started).toMatchObject({ state: "running", operationUrl: expect.stringContaining("/status/") });
    expect(await finish(session, started)).toBe("finished");
    expect((await getShipment({ session, shipmentNbr })).status).toBe("Confirmed");
  });

  it("takes a 204 with an address that does not resolve for finished, and follows nothing", async () => {
    const { world, session, orderNbr } = await seeded({ entityLocationOn204: true });
    await using _world = world;
    const { shipmentNbr } = await createShipment(await newShipmentOf(session, orderNbr));
    expect(await confirmShipment({ session, shipmentNbr })).toMatchObject({ state: "finished" });
  });

  it("does not know an operation that Acumatica has forgotten", async () => {
    const { world, session, orderNbr } = await seeded({ actionMode: "async", operationMs: 10 });
    await using _world = world;
    const { shipmentNbr } = await createShipment(await newShipmentOf(session, orderNbr));
    const started = await confirmShipment({ session, shipmentNbr });
    if (started.state !== "running") throw new Error("expected a long operation");
    const forgotten = started.operationUrl.replace(/[^/]+$/, "00000000-0000-4000-8000-000000000000");
    expect(await pollAction({ session, operationUrl: forgotten })).toEqual({ state: "unknown" });
  });

  it.each(["drop_after", "cut_json", "broken_gzip"] as const)(
    "knows that it does not know after %s, and finds the one shipment by looking",
    async action => {
      const { world, session, orderNbr } = await seeded();
      await using _world = world;
      const wanted = await newShipmentOf(session, orderNbr);
      world.sandbox.faults.add({ method: "PUT", path: "/Shipment", action });
      const error = await createShipment(wanted).catch((thrown: AcumaticaError) => thrown);
      expect(error).toMatchObject({ outcomeUnknown: true });
      const { shipments } = await getSalesOrder({ session, orderType: "SO", orderNbr });
      expect(shipments).toHaveLength(1);
      expect(await getShipment({ session, shipmentNbr: shipments[0]?.shipmentNbr ?? "" })).toMatchObject({
        description: "Dockbridge DB-1",
      });
    },
  );

  it("is in doubt after a time-out, and the late save is found", async () => {
    const { world, orderNbr } = await seeded();
    await using _world = world;
    const session = world.open(createMemoryTokenStore(), { writeMs: 150 });
    const wanted = await newShipmentOf(session, orderNbr);
    world.sandbox.faults.add({ method: "PUT", path: "/Shipment", action: { type: "late", ms: 600 } });
    const error = await createShipment(wanted).catch((thrown: AcumaticaError) => thrown);
    expect(error).toMatchObject({ code: "timeout", outcomeUnknown: true });
    expect((await getSalesOrder({ session, orderType: "SO", orderNbr })).shipments).toHaveLength(1);
  });

  it.each([500, 422])("calls a record that somebody else is saving busy (%i)", async status => {
    const { world, session, orderNbr } = await seeded();
    await using _world = world;
    const wanted = await newShipmentOf(session, orderNbr);
    world.sandbox.switches.concurrentUpdate = { times: 1, status, entity: "" };
    expect(await codeOf(createShipment(wanted))).toBe("record_busy");
    expect(await codeOf(createShipment(wanted))).toBe("ok");
  });

  it.each([422, 500] as const)("is told what is wrong with a line (%i)", async validationStatus => {
    const { world, session, orderNbr } = await seeded({ validationStatus });
    await using _world = world;
    const wanted = await newShipmentOf(session, orderNbr);
    const error = await createShipment({ ...wanted, lines: [{ orderType: "SO", orderNbr, orderLineNbr: "99", shippedQty: "1" }] }).catch(
      (thrown: AcumaticaError) => thrown,
    );
    expect(error).toMatchObject({ code: expect.stringMatching(/^(rejected|operation_failed)$/), outcomeUnknown: false });
  });
});

describe("the proof test against an Acumatica", () => {
  async function prove(world: SandboxWorld, change: { warehouseId?: string; endpointVersion?: string } = {}) {
    const results: ProofResult[] = [];
    const tests = runProofTest({
      http: world.http,
      clock: systemClock,
      tokens: createMemoryTokenStore(),
      credentials: world.credentials,
      settings: { endpointName: "Default", endpointVersion: change.endpointVersion ?? "24.200.001", scope: "api offline_access" },
      needs: { orderType: "SO", warehouseId: change.warehouseId ?? "MAIN", importViaShipments: true, includePackageContents: true },
      signOutAfter: true,
    });
    for await (const result of tests) results.push(result);
    return Object.fromEntries(results.map(result => [result.stage, result])) as Record<ProofResult["stage"], ProofResult>;
  }
  const red = (lines: Record<string, ProofResult>) =>
    Object.values(lines)
      .filter(line => line.ok === false)
      .map(line => `${line.stage} ${line.code}`);

  it("is green, writes nothing and leaves no seat taken", async () => {
    await using world = await startSandboxWorld();
    world.sandbox.control.seed({ orders: 3, shipments: 2, seed: 1 });
    const before = [world.sandbox.control.orders(), world.sandbox.control.shipments()];
    const lines = await prove(world);
    expect(red(lines)).toEqual([]);
    expect(
      Object.values(lines)
        .filter(line => line.ok === null)
        .map(line => line.stage),
    ).toEqual(["tls"]);
    expect([world.sandbox.control.orders(), world.sandbox.control.shipments()]).toEqual(before);
    expect(world.sandbox.control.sessions()).toEqual([]);
  });

  it.each<[string, (world: SandboxWorld) => void, string]>([
    ["an expired secret", world => world.sandbox.control.expireSecret(), "token secret_refused"],
    ["an inactive application", world => void world.sandbox.control.changeApp({ isActive: false }), "token secret_refused"],
    ["a changed password", world => void world.sandbox.control.changeUser({ password: "other" }), "token user_refused"],
    ["no seat", world => void Object.assign(world.sandbox.switches, { maxApiSessions: 1 }), "seat_limit"],
  ])("finds %s", async (_title, spoil, expected) => {
    await using world = await startSandboxWorld();
    if (expected.endsWith("seat_limit"))
      await world.open().request({ method: "GET", path: "SalesOrder", query: { $top: "1" }, label: "test" });
    spoil(world);
    expect(red(await prove(world))).toEqual([expect.stringContaining(expected)]);
  });

  it("finds an endpoint that is not offered and a warehouse that does not exist", async () => {
    await using world = await startSandboxWorld();
    expect(red(await prove(world, { endpointVersion: "99.200.001" }))).toEqual(["endpoint unknown_endpoint"]);
    expect(red(await prove(world, { warehouseId: "NOWHERE" }))).toEqual(["warehouse_id not_found"]);
  });
});
