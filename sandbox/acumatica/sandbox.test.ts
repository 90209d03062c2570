import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { forShipment, shipmentOf, startTestClient, type TestClient } from "./test-client";

const open: TestClient[] = [];
async function start(options: Parameters<typeof startTestClient>[0] = {}): Promise<TestClient> {
  const erp = await startTestClient(options);
  open.push(erp);
  await erp.signIn();
  return erp;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map(erp => erp.close()));
});

describe("outcome unknown", () => {
  it("a shipment written behind a cut line exists once and can be found by its order", async () => {
    const erp = await start();
    const orderNbr = await erp.oneOrder();
    erp.faults.add({ method: "PUT", path: "/Shipment", action: "drop_after" });
    await expect(erp.api("PUT", "/Shipment", shipmentOf(orderNbr, [{}]))).rejects.toThrow();
    const { json } = await erp.api("GET", `/SalesOrder/SO/${orderNbr}?$expand=Shipments`);
    expect(json.Shipments).toHaveLength(1);
  });

  it("a redirect to the error page, an HTML page and cut JSON can all stand in for a list", async () => {
    const erp = await start();
    for (const [action, status] of [
      [{ type: "redirect_error", message: "API Login Limit" }, 302],
      ["html", 200],
      ["cut_json", 200],
    ] as const) {
      erp.faults.add({ path: "^/entity/.*SalesOrder", action });
      const answer = await erp.api("GET", "/SalesOrder");
      expect([answer.status, answer.json]).toEqual([status, null]);
    }
  });
});

describe("people at the ERP's screens", () => {
  it("change, hold, cancel and delete orders, and every change is journaled and found as modified", async () => {
    const erp = await start();
    const orderNbr = await erp.oneOrder();
    erp.control.setClock(60_000);
    const post = (path: string, body: unknown) => erp.call("POST", `/__sandbox${path}`, { body });
    await post("/orders/edit", { orderNbr, lines: [{ lineNbr: 1, orderQty: 9 }], shipToAddress: { City: "Reno" }, note: "Ring twice" });
    const { json } = await erp.api("GET", `/SalesOrder/SO/${orderNbr}?$expand=Details,ShipToAddress`);
    expect([json.Details[0].OrderQty.value, json.ShipToAddress.City.value, json.note.value, json.OrderedQty.value]).toEqual([
      9,
      "Reno",
      "Ring twice",
      11,
    ]);
    await post("/orders/edit", { orderNbr, action: "hold" });
    expect((await erp.call("GET", `/__sandbox/orders?orderNbr=${orderNbr}`)).json[0].Status).toBe("On Hold");
    await post("/orders/edit", { orderNbr, action: "delete" });
    expect((await erp.api("GET", `/SalesOrder/SO/${orderNbr}`)).status).toBe(500);
    expect((await post("/orders/edit", { orderNbr, action: "hold" })).status).toBe(400);
    expect(erp.journal.count({ name: "order deleted" })).toBe(1);
  });

  it("confirm and hold shipments, and poison records for the strong of stomach", async () => {
    const erp = await start();
    const { shipments, orders } = erp.control.seed({ orders: 1, shipments: 1 });
    await erp.call("POST", "/__sandbox/shipments/act", { body: { shipmentNbr: shipments[0], action: "confirm" } });
    expect((await erp.call("GET", "/__sandbox/shipments?status=Confirmed")).json).toHaveLength(1);
    const orderNbr = orders[0] ?? "";
    erp.control.poison({ orderNbr, kind: "many_lines", size: 5000 });
    erp.control.poison({ orderNbr, kind: "lone_surrogate" });
    const { json } = await erp.api("GET", `/SalesOrder/SO/${orderNbr}?$expand=Details`);
    expect([json.Details.length, json.Description.value]).toEqual([5000, "half a pair \ud83d"]);
  });
});

describe("seeding", () => {
  it("is repeatable, mixes statuses, and in shipment mode leaves Open shipments with their orders in Shipping", async () => {
    const [a, b] = [await start({ now: () => 1.74e12 }), await start({ now: () => 1.74e12 })];
    const request = { orders: 50, shipments: 10, statuses: { "On Hold": 0.3 }, seed: 5 };
    a.control.seed(request);
    b.control.seed(request);
    expect(a.control.orders()).toEqual(b.control.orders());
    const counts = Object.groupBy(a.control.orders(), order => String(order.Status));
    expect([counts.Shipping?.length, a.control.shipments({ status: "Open" }).length]).toEqual([10, 10]);
    expect(counts["On Hold"]?.length).toBeGreaterThan(5);
  });

  it("thirty thousand orders take about a second, and a narrow window over them milliseconds", async () => {
    const erp = await start();
    // Processor time, not the wall's: the machine may be busy with other things.
    const usedMs = (since: NodeJS.CpuUsage) => process.cpuUsage(since).user / 1000;
    const began = process.cpuUsage();
    erp.control.seed({ orders: 30_000 });
    expect(usedMs(began)).toBeLessThan(3_000);
    const since = new Date(Date.now() - 600_000).toISOString();
    const asked = process.cpuUsage();
    const { json } = await erp.api("GET", `/SalesOrder?$filter=LastModified ge datetimeoffset'${since}'&$select=OrderNbr`);
    expect(json.length).toBeGreaterThan(20);
    expect(usedMs(asked)).toBeLessThan(300);
  });
});

describe("a restart", () => {
  it("keeps orders, shipments, tokens, sessions, running operations and the journal's numbering", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "acumatica-"));
    const first = await startTestClient({ dataDir, switches: { actionMode: "async", operationMs: 600_000 } });
    const pair = (await first.signIn()).json;
    const [nbr = ""] = first.control.seed({ shipments: 1 }).shipments;
    const started = await first.api("POST", "/Shipment/ConfirmShipment", forShipment(nbr));
    const lastSeq = first.journal.lastSeq();
    await first.close();

    const second = await startTestClient({ dataDir, now: () => Date.now() + 600_001 });
    open.push(second);
    const get = (path: string) => second.call("GET", path, { bearer: pair.access_token });
    expect((await get(started.headers.get("location") ?? "")).status).toBe(204);
    expect((await get(`/entity/Default/24.200.001/Shipment/${nbr}`)).json.Status.value).toBe("Confirmed");
    expect(second.control.sessions()).toHaveLength(1);
    expect(second.journal.lastSeq()).toBeGreaterThan(lastSeq);
    expect(second.journal.count({ name: "shipment confirmed" })).toBe(1);
  });
});
