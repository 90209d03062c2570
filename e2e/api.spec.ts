import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type APIRequestContext, expect, test } from "@playwright/test";
import { ACCOUNT, signIn } from "./support/account";
import { stackInfo } from "./support/stack-info";
import { acumatica, shipstation } from "./support/vendors";

const run = promisify(execFile);

/** A key made by the command, as the README says. */
async function createKey(): Promise<string> {
  const info = stackInfo();
  const { stdout } = await run(
    process.execPath,
    ["--import", "tsx", "scripts/admin.ts", "create-api-key", "--workspace", ACCOUNT.workspace, "--scopes", "all"],
    {
      env: {
        ...process.env,
        DATABASE_URL: info.databaseUrl,
        VAULT_KEYS: process.env.E2E_VAULT_KEYS,
        AUTH_SECRET: "a".repeat(44),
        CRON_SECRET: info.cronSecret,
      },
    },
  );
  const key = /dbk_[\w-]+/.exec(stdout)?.[0];
  if (!key) throw new Error(`no key in: ${stdout}`);
  return key;
}

interface Api {
  post<T>(path: string, data?: unknown, status?: number): Promise<T>;
  get<T>(path: string): Promise<T>;
}

function apiOf(request: APIRequestContext, key: string): Api {
  const headers = { Authorization: `Bearer ${key}` };
  return {
    async post<T>(path: string, data: unknown = {}, status?: number) {
      const response = await request.post(`/api/v1${path}`, { headers, data });
      if (status === undefined) expect(response.ok(), `${path}: ${await response.text()}`).toBe(true);
      else expect(response.status()).toBe(status);
      return (await response.json()) as T;
    },
    async get<T>(path: string) {
      const response = await request.get(`/api/v1${path}`, { headers });
      expect(response.ok(), `${path}: ${await response.text()}`).toBe(true);
      return (await response.json()) as T;
    },
  };
}

interface Order {
  id: string;
  number: string;
  status: string;
  shipments: { packages: { trackingNumber: string }[] }[];
  writeBacks: { status: string; target: string | null }[];
  events: { text: string }[];
}

for (const importViaShipments of [false, true]) {
  test(`the whole road through API v1, ${importViaShipments ? "shipment" : "sales-order"} mode`, async ({ page, request }) => {
    test.setTimeout(180_000);
    await signIn(page);
    await shipstation.switches({ rateLimit: 1_000 });
    const api = apiOf(request, await createKey());
    const info = stackInfo();
    const name = `API ${importViaShipments ? "shipments" : "orders"}`;
    const merchant = await api.post<{ id: string }>("/merchants", { name });
    const store = await api.post<{ id: string }>("/stores", {
      name,
      merchantId: merchant.id,
      platform: "acumatica",
      credentials: {
        grant: "password",
        instanceUrl: info.acumaticaUrl,
        clientId: "5A9D0C1E-3B7F-4C68-9D2A-0E4B6F8A1C3D@Sandbox",
        clientSecret: "sandbox-secret",
        username: "dockbridge",
        password: "sandbox-password",
      },
      settings: { importViaShipments, throttleLimit: 1_000 },
    });
    const proof = await api.post<{ ok: boolean; stages: { stage: string; ok: boolean | null }[] }>(`/stores/${store.id}/test`);
    expect(proof).toMatchObject({ ok: true });
    expect(proof.stages.map(stage => stage.stage)).toEqual([
      "address",
      "tls",
      "token",
      "tenant",
      "endpoint",
      "sales_orders",
      "shipments",
      "stock_items",
      "write_shipment",
      "package_contents",
      "warehouse_id",
      "refresh_token",
      "limits",
    ]);
    const warehouse = await api.post<{ id: string; webhookUrl: string }>("/warehouses", {
      name,
      platform: "shipstation",
      credentials: { apiKey: "sandbox-key", apiSecret: "sandbox-secret", baseUrl: info.shipstationUrl },
    });
    expect(warehouse.webhookUrl).toMatch(/\/api\/webhooks\/shipstation\/[\w-]{20,}/);
    const seeded = await acumatica.seed(importViaShipments ? { shipments: 5 } : { orders: 5 });
    const number = (importViaShipments ? seeded.shipments : seeded.orders)[0] ?? "";
    // A prefix keeps these apart from other connections that send the same Acumatica's orders to the same ShipStation account.
    const prefix = importViaShipments ? "S-" : "O-";
    const connection = await api.post<{ id: string; status: { code: string } }>("/connections", {
      name,
      storeId: store.id,
      warehouseId: warehouse.id,
      orderPrefix: prefix,
    });
    expect(connection.status.code).toBe("off");
    const switched = await request.patch(`/api/v1/connections/${connection.id}`, {
      headers: { Authorization: `Bearer ${await createKey()}` },
      data: { enabled: true },
    });
    expect(switched.ok()).toBe(true);

    const find = async () => (await api.get<{ data: Order[] }>(`/orders?connectionId=${connection.id}&q=${number}`)).data[0];
    await api.post(`/connections/${connection.id}/sync`, {}, 202);
    await expect.poll(async () => (await find())?.status, { timeout: 60_000 }).toBe("at_warehouse");

    const { shipments } = await shipstation.ship({ orderKey: `${prefix}${number}` });
    const { runs } = await api.post<{ runs: { id: string }[] }>(`/connections/${connection.id}/sync`, { channel: "shipments" }, 202);
    await expect
      .poll(async () => (await api.get<{ status: string }>(`/runs/${runs[0]?.id}`)).status, { timeout: 60_000 })
      .toBe("succeeded");
    await expect.poll(async () => (await find())?.status, { timeout: 60_000 }).toBe("completed");
    const order = await api.get<Order>(`/orders/${(await find())?.id}`);
    expect(order.shipments[0]?.packages).toMatchObject([{ trackingNumber: shipments[0]?.trackingNumber }]);
    expect(order.writeBacks).toMatchObject([{ status: "done" }]);
    expect(order.events.map(event => event.text).join("\n")).toContain("Imported from Acumatica");
    const target = order.writeBacks[0]?.target ?? "";
    expect((await acumatica.shipment(target))[0]).toMatchObject({ Status: "Confirmed" });
    if (importViaShipments) expect(target).toBe(number);
    // Off again: it reads the same Acumatica as the other tests' connection and would send their orders too.
    const key = await createKey();
    const off = await request.patch(`/api/v1/connections/${connection.id}`, {
      headers: { Authorization: `Bearer ${key}` },
      data: { enabled: false },
    });
    expect(off.ok()).toBe(true);
  });
}

test("bad input gets a problem document that names the field, and changes nothing", async ({ page, request }) => {
  await signIn(page);
  const key = await createKey();
  const headers = { Authorization: `Bearer ${key}` };
  const before = await (await request.get("/api/v1/stores", { headers })).json();
  const bad = await request.post("/api/v1/stores", {
    headers,
    data: { name: "", platform: "acumatica", credentials: { instanceUrl: "http://10.0.0.1" }, colour: "red" },
  });
  expect([400, 422]).toContain(bad.status());
  expect(bad.headers()["content-type"]).toContain("application/problem+json");
  const problem = (await bad.json()) as { title: string; errors: { field: string }[] };
  expect(JSON.stringify(problem.errors)).toMatch(/colour/);
  expect(await (await request.get("/api/v1/stores", { headers })).json()).toEqual(before);
  expect((await request.get("/api/v1/orders/not-an-id", { headers })).status()).toBeLessThan(500);
  expect((await request.get("/api/v1/orders")).status()).toBe(401);
});

test("the same POST with the same Idempotency-Key makes one merchant", async ({ page, request }) => {
  await signIn(page);
  const headers = { Authorization: `Bearer ${await createKey()}`, "Idempotency-Key": `e2e-${Date.now()}` };
  const data = { name: `Once ${Date.now()}` };
  const first = await request.post("/api/v1/merchants", { headers, data });
  const again = await request.post("/api/v1/merchants", { headers, data });
  expect(await again.json()).toEqual(await first.json());
  const other = await request.post("/api/v1/merchants", { headers, data: { name: "Another" } });
  expect(other.status()).toBe(422);
});

test("the cron route runs the loop for its secret only", async ({ request }) => {
  expect((await request.get("/api/cron/sync")).status()).toBe(401);
  expect((await request.get("/api/cron/sync", { headers: { Authorization: "Bearer wrong" } })).status()).toBe(401);
  const answer = await request.post("/api/cron/sync", { headers: { Authorization: `Bearer ${stackInfo().cronSecret}` } });
  expect(answer.ok()).toBe(true);
});
