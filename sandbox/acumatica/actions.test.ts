import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forOrder, forShipment, startTestClient, type TestClient, wrap } from "./test-client";

let erp: TestClient;
beforeAll(async () => {
  erp = await startTestClient();
});
afterAll(() => erp.close());
beforeEach(async () => {
  await erp.call("POST", "/__sandbox/reset", { body: {} });
  await erp.signIn();
});

const openShipment = () => erp.control.seed({ shipments: 1 }).shipments[0] ?? "";
const confirm = (nbr: string) =>
  erp.call("POST", "/AcmeERP/entity/Default/24.200.001/Shipment/ConfirmShipment", { body: forShipment(nbr) });
const confirmations = () => erp.journal.count({ name: "shipment confirmed" });
const statusOf = (nbr: string) => erp.control.shipments({ shipmentNbr: nbr })[0]?.Status;

describe("immediate actions", () => {
  it("are 204; a Location that points to the record does not mean more work", async () => {
    erp.switches.entityLocationOn204 = true;
    const answer = await confirm(openShipment());
    expect([answer.status, answer.headers.get("location")]).toEqual([204, expect.not.stringContaining("/status/")]);
  });

  it("fail with the plain 500, or 422 by switch; a missing record is the known 500; an unknown name is 404", async () => {
    const nbr = openShipment();
    erp.switches.failActions = { name: "ConfirmShipmentAction", times: 1 };
    const failed = await confirm(nbr);
    expect([failed.status, failed.json.exceptionMessage, failed.json.exceptionType]).toEqual([
      500,
      "Operation failed",
      "PX.Data.PXInvalidOperationException",
    ]);
    erp.switches.actionFailureStatus = 422;
    erp.switches.failActions.times = 1;
    expect((await confirm(nbr)).status).toBe(422);
    expect((await confirm("999999")).json.exceptionMessage).toBe("No entity satisfies the condition.");
    expect((await erp.api("POST", "/Shipment/Explode", forShipment(nbr))).status).toBe(404);
    expect(confirmations()).toBe(0);
  });

  it("take workflow names, records by id, and ignore fields the contract does not know", async () => {
    const nbr = openShipment();
    const [shipment] = erp.control.shipments({ shipmentNbr: nbr });
    const body = { entity: { id: shipment?.id, ShipmentType: { value: "Shipment" } } };
    expect((await erp.api("POST", "/Shipment/confirmShipmentAction", body)).status).toBe(204);
    const orderNbr = await erp.oneOrder();
    expect((await erp.api("POST", "/SalesOrder/putOnHold", forOrder(orderNbr))).status).toBe(204);
    expect(erp.control.orders({ orderNbr })[0]?.Status).toBe("On Hold");
  });
});

describe("long operations", () => {
  beforeEach(() => {
    erp.switches.actionMode = "async";
    erp.switches.operationMs = 600_000;
  });

  it("answer 202 with the status address, stay 202 until their time has passed, then 204, and confirm once", async () => {
    const nbr = openShipment();
    const started = await confirm(nbr);
    const location = started.headers.get("location") ?? "";
    expect([started.status, location]).toEqual([
      202,
      expect.stringMatching(/^\/AcmeERP\/entity\/Default\/24\.200\.001\/Shipment\/ConfirmShipment\/status\/[0-9a-f-]{36}$/),
    ]);
    expect([(await erp.call("GET", location)).status, statusOf(nbr)]).toEqual([202, "Open"]);
    erp.control.setClock(600_001);
    expect([(await erp.call("GET", location)).status, statusOf(nbr), confirmations()]).toEqual([204, "Confirmed", 1]);
  });

  it("asked for twice, only one has an effect; the other fails at its status address", async () => {
    const nbr = openShipment();
    const [first, second] = [await confirm(nbr), await confirm(nbr)];
    erp.control.setClock(600_001);
    const statuses = [
      (await erp.call("GET", first.headers.get("location") ?? "")).status,
      (await erp.call("GET", second.headers.get("location") ?? "")).status,
    ];
    expect([statuses, confirmations()]).toEqual([[204, 500], 1]);
  });

  it("go on when nobody asks, and can take effect at their start", async () => {
    erp.switches.operationEffect = "start";
    const nbr = openShipment();
    await confirm(nbr);
    expect(statusOf(nbr)).toBe("Confirmed");
  });

  it("a status address is unknown to another session, and to anybody when invented", async () => {
    const started = await confirm(openShipment());
    const location = started.headers.get("location") ?? "";
    expect((await erp.call("GET", `${location.slice(0, -12)}000000000000`)).status).toBe(404);
    await erp.signIn();
    expect((await erp.call("GET", location)).status).toBe(404);
    erp.switches.statusNeedsSameSession = false;
    expect((await erp.call("GET", location)).status).toBe(202);
  });

  it("in 25R2 mode the screen answers 409 to the same session while it runs", async () => {
    erp.switches.conflictWhileRunning = true;
    const nbr = openShipment();
    await confirm(nbr);
    const put = () => erp.api("PUT", "/Shipment", wrap({ ShipmentNbr: nbr, Description: "x" }));
    expect([(await put()).status, (await confirm(nbr)).status]).toEqual([409, 409]);
    erp.control.setClock(600_001);
    expect((await put()).status).toBe(422);
  });
});

describe("the licence's brake", () => {
  const warehouse = () => erp.api("GET", "/Warehouse?$top=1&$select=WarehouseID");

  it("runs as many calls as there are cores, queues some, declines the rest with 429 and does not count them", async () => {
    Object.assign(erp.switches, { maxConcurrentRequests: 1, queueMax: 2, callMs: 30 });
    const tokens = await Promise.all(Array.from({ length: 6 }, () => erp.signIn("api").then(answer => answer.json.access_token)));
    const answers = await Promise.all(tokens.map(bearer => erp.call("GET", "/entity/Default/24.200.001/Warehouse", { bearer })));
    const declined = answers.filter(answer => answer.status === 429);
    expect([answers.filter(answer => answer.status === 200).length, declined.length]).toEqual([3, 3]);
    expect([declined[0]?.text, declined[0]?.headers.get("content-type")]).toEqual([
      "The custom error module does not recognize this error.",
      "text/plain",
    ]);
    const state = (await erp.call("GET", "/__sandbox/state")).json;
    expect(state.throttle).toMatchObject({ running: 0, waiting: 0, processedThisMinute: 3 });
  });

  it("delays from half the quota on by (time left in the minute) ÷ (limit − processed), without telling", async () => {
    // A standing clock a tenth of a second before the minute ends: the delays are short and always the same.
    const late = await startTestClient({ now: () => Date.UTC(2025, 0, 1, 12, 0, 59, 900), switches: { requestsPerMinute: 4 } });
    await late.signIn();
    const answers = [];
    for (let call = 0; call < 4; call += 1) answers.push(await late.api("GET", "/Warehouse?$top=1"));
    const delays = late.journal.entries({ name: "GET Warehouse" }).map(entry => entry.throttledMs);
    await late.close();
    expect(delays).toEqual([undefined, undefined, 100, 100]);
    expect(answers.map(answer => [answer.status, answer.headers.get("retry-after")])).toEqual(Array(4).fill([200, null]));
  });

  it("signing out never queues", async () => {
    await warehouse();
    Object.assign(erp.switches, { maxConcurrentRequests: 1, queueMax: 0, callMs: 100 });
    const [slow, out] = await Promise.all([warehouse(), erp.call("POST", "/entity/auth/logout", { body: "" })]);
    expect([slow.status, out.status]).toEqual([200, 204]);
  });
});
