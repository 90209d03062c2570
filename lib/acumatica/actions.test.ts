import { describe, expect, it } from "vitest";
import { confirmShipment, pollAction, startAction } from "./actions";
import { openTestSession, type Reply, startFakeInstance } from "./testing/fake-instance";

const status = "/Acme/entity/Default/24.200.001/Shipment/ConfirmShipment/status/6c1f0a3e-0000-4000-8000-000000000001";

async function start(reply: Reply) {
  await using instance = await startFakeInstance(() => reply);
  const result = await confirmShipment({ session: openTestSession(instance), shipmentNbr: "002210" }).catch(error => ({ error }));
  return { result, seen: instance.seen, origin: new URL(instance.baseUrl).origin };
}

describe("startAction", () => {
  it("sends the keys, and parameters only where there are some", async () => {
    const { seen } = await start({ status: 204 });
    expect(seen[0]).toMatchObject({ method: "POST", path: "/Acme/entity/Default/24.200.001/Shipment/ConfirmShipment" });
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({ entity: { ShipmentNbr: { value: "002210" } } });
    await using instance = await startFakeInstance(() => ({ status: 204 }));
    await startAction({
      session: openTestSession(instance),
      entity: "SalesOrder",
      action: "SalesOrderCreateShipment",
      keys: { OrderType: "SO", OrderNbr: "1" },
      parameters: { WarehouseID: "MAIN" },
    });
    expect(JSON.parse(instance.seen[0]?.body ?? "").parameters).toEqual({ WarehouseID: { value: "MAIN" } });
  });

  it.each<[string, Reply]>([
    ["204", { status: 204 }],
    [
      "204 with the record's own address, which does not resolve",
      { status: 204, headers: { location: "/Acme/entity/Default/24.200.001/Shipment/002210" } },
    ],
    ["202 with the record's own address", { status: 202, headers: { location: "/Acme/entity/Default/24.200.001/Shipment/002210" } }],
    ["202 without an address", { status: 202 }],
  ])("takes %s for finished, and follows nothing", async (_title, reply) => {
    const { result, seen } = await start(reply);
    expect(result).toMatchObject({ state: "finished" });
    expect(seen).toHaveLength(1);
  });

  it("gives the status address of a long operation, relative or absolute", async () => {
    const { result, origin } = await start({ status: 202, headers: { location: status } });
    expect(result).toMatchObject({ state: "running", operationUrl: `${origin}${status}` });
  });

  it.each([
    "https://evil.example.com/Acme/entity/x/status/1",
    "//evil.example.com/Acme/x/status/1",
    "http://127.0.0.1:1/Acme/x/status/1",
    "/Other/entity/x/status/1",
  ])("refuses a status address elsewhere (%s), and knows that the action may have started", async location => {
    const { result, seen } = await start({ status: 202, headers: { location } });
    expect(result).toMatchObject({ error: { code: "unexpected", outcomeUnknown: true } });
    expect(seen).toHaveLength(1);
  });
});

describe("pollAction", () => {
  async function poll(reply: Reply) {
    await using instance = await startFakeInstance(() => reply);
    const operationUrl = `${new URL(instance.baseUrl).origin}${status}`;
    const result = await pollAction({ session: openTestSession(instance), operationUrl }).catch(error => ({ thrown: error }));
    return { result, seen: instance.seen };
  }

  it.each<[string, Reply, unknown]>([
    ["still running", { status: 202 }, { state: "running" }],
    ["finished", { status: 204 }, { state: "finished" }],
    ["busy with it", { status: 409 }, { state: "running" }],
    [
      "refused by business logic",
      { status: 422, body: { error: "Shipment is not packed." } },
      { state: "failed", error: { code: "rejected" } },
    ],
    [
      "failed",
      { status: 500, body: { exceptionMessage: "Operation failed", exceptionType: "PX.Data.PXInvalidOperationException" } },
      { state: "failed", error: { code: "operation_failed" } },
    ],
    ["forgotten", { status: 404 }, { state: "unknown" }],
    [
      "forgotten, in words",
      { status: 500, body: { exceptionMessage: "The system cannot find the operation in process.", exceptionType: "PX.Data.PXException" } },
      { state: "unknown" },
    ],
    ["not to be told now", { status: 503, body: "<html></html>" }, { thrown: { code: "unexpected" } }],
    ["throttled", { status: 429 }, { thrown: { code: "throttled" } }],
  ])("knows an operation that is %s", async (_title, reply, expected) => {
    const { result, seen } = await poll(reply);
    expect(result).toMatchObject(expected as object);
    expect(seen[0]).toMatchObject({ method: "GET", path: status });
  });

  it("sends the bearer to no other host, whatever was stored", async () => {
    await using instance = await startFakeInstance(() => ({ status: 204 }));
    await using other = await startFakeInstance(() => ({ status: 204 }));
    const session = openTestSession(instance);
    await expect(pollAction({ session, operationUrl: `${new URL(other.baseUrl).origin}${status}` })).rejects.toMatchObject({
      code: "unexpected",
    });
    expect(other.seen).toEqual([]);
  });
});
