import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testStore } from "@/lib/connections/test-store";
import { newId } from "@/lib/core/ids";
import { getConnection } from "@/lib/db/connections";
import { listEvents } from "@/lib/db/events";
import { listMerchants } from "@/lib/db/merchants";
import { getRun } from "@/lib/db/runs";
import { type Scope, systemScope } from "@/lib/db/scope";
import { getStore } from "@/lib/db/stores";
import { personScope, type Seeded, seedWorkspace } from "@/lib/db/testing/seed";
import { createTestDb, type TestDb } from "@/lib/db/testing/test-db";
import { acrossWorkspaces, inWorkspace } from "@/lib/db/tx";
import { insertWorkspace } from "@/lib/db/workspaces";
import { createTestRuntime } from "@/lib/sync/testing/test-runtime";
import { startAcumaticaSandbox } from "@/sandbox/acumatica/start";
import { startShipStationSandbox } from "@/sandbox/shipstation/start";
import { createConnection } from "./create-connection";
import { createMerchant } from "./create-merchant";
import { createStore } from "./create-store";
import { createWarehouse } from "./create-warehouse";
import { deleteConnection } from "./delete-connection";
import { deleteMerchant } from "./delete-merchant";
import { deleteStore } from "./delete-store";
import { deleteWarehouse } from "./delete-warehouse";
import { disableConnection } from "./disable-connection";
import { enableConnection } from "./enable-connection";
import { openStore } from "./open-store";
import { requestSync } from "./request-sync";
import type { Runtime } from "./runtime";
import { pauseChannel, resumeChannel } from "./set-channel";
import { showWarehouse } from "./show-warehouse";
import { testWarehouse } from "./test-warehouse";
import { tryWithSandbox } from "./try-with-sandbox";
import { updateStore } from "./update-store";
import { updateWarehouse } from "./update-warehouse";

let test: TestDb;
let acumatica: Awaited<ReturnType<typeof startAcumaticaSandbox>>;
let shipstation: Awaited<ReturnType<typeof startShipStationSandbox>>;
let runtime: Runtime;
let scope: Scope;
let stranger: Seeded;

const CLIENT_ID = "5A9D0C1E-3B7F-4C68-9D2A-0E4B6F8A1C3D@Sandbox";
const secrets = { clientSecret: "sandbox-secret", password: "sandbox-password" };

beforeAll(async () => {
  [test, acumatica, shipstation] = await Promise.all([
    createTestDb({ poolMax: 10 }),
    startAcumaticaSandbox({}),
    startShipStationSandbox({}),
  ]);
  runtime = await createTestRuntime({ db: test.db, allow: `127.0.0.1:${acumatica.port},127.0.0.1:${shipstation.port}` });
  scope = await newWorkspaceScope();
  stranger = await seedWorkspace(test.db);
});
afterAll(async () => {
  await runtime.exchanges.flush();
  await Promise.all([acumatica.close(), shipstation.close()]);
  await test.close();
});

async function newWorkspaceScope(): Promise<Scope> {
  const id = newId();
  await insertWorkspace(test.db, { id, name: `W ${id}`, slug: id, dataKeySealed: runtime.vault.newDataKey(id) });
  return systemScope(test.db, id);
}

let names = 0;
const merchant = () => createMerchant(scope, { input: { name: `Merchant ${++names}` } });
async function store(
  over: { credentials?: Partial<typeof secrets & { clientId: string; instanceUrl: string }>; merchantId?: string; name?: string } = {},
) {
  const credentials = {
    grant: "password" as const,
    instanceUrl: acumatica.url,
    clientId: CLIENT_ID,
    username: "dockbridge",
    ...secrets,
    ...over.credentials,
  };
  const merchantId = over.merchantId ?? (await merchant()).id;
  return createStore(scope, { input: { name: over.name ?? `Store ${++names}`, merchantId, platform: "acumatica", credentials }, runtime });
}
const warehouse = (over: { apiKey?: string; name?: string } = {}) =>
  createWarehouse(scope, {
    input: {
      name: over.name ?? `Warehouse ${++names}`,
      platform: "shipstation",
      credentials: { apiKey: over.apiKey ?? "sandbox-key", apiSecret: "sandbox-secret", baseUrl: shipstation.url },
    },
    runtime,
  });
async function connection(over: { name?: string; warehouseId?: string } = {}) {
  const [{ id: storeId }, warehouseId] = [await store({ name: over.name }), over.warehouseId ?? (await warehouse()).id];
  return createConnection(scope, { input: { name: `Connection ${++names}`, storeId, warehouseId } });
}
const channels = async (id: string) => (await getConnection(scope, { id })).channels;

describe("a store", () => {
  it("keeps its secrets sealed: no answer and no table shows them", async () => {
    const made = await store({ credentials: { clientSecret: "canary-secret-1", password: "canary-password-1" } });
    expect(made.credentials).toMatchObject({ instanceUrl: acumatica.url, username: "dockbridge", clientSecretSetAt: expect.any(String) });
    expect(JSON.stringify(made)).not.toContain("canary");
    const rows = await acrossWorkspaces(test.db, async tx => [
      await tx.store.findMany(),
      await tx.credential.findMany(),
      await tx.event.findMany(),
    ]);
    expect(JSON.stringify(rows)).not.toContain("canary");
  });

  it("reads a pasted tenant out of the address", async () => {
    const made = await store({ credentials: { instanceUrl: `${acumatica.url}/t/Sandbox` } });
    expect(made.credentials).toMatchObject({ instanceUrl: acumatica.url, tenant: "Sandbox" });
  });

  it.each(["http://169.254.169.254/", "https://127.0.0.1:1", "https://[::1]/", "https://2130706433/", "ftp://erp.example.com", "nonsense"])(
    "can't be set up with the address %s, and nothing is called",
    async instanceUrl => {
      await expect(store({ credentials: { instanceUrl } })).rejects.toMatchObject({
        code: "invalid_input",
        field: "credentials.instanceUrl",
      });
    },
  );

  it("can't be put under another workspace's merchant", async () => {
    await expect(store({ merchantId: stranger.merchantId })).rejects.toMatchObject({ code: "not_found" });
  });

  it("is connected after a proof test that passed, and the test is kept", async () => {
    const { id, status } = await store();
    expect(status.code).toBe("off");
    const proof = await testStore(scope, { id, runtime });
    expect(proof.stages.map(stage => stage.stage)).toHaveLength(13);
    expect(proof.stages.filter(stage => !stage.ok)).toEqual([]);
    expect(await getStore(scope, { id })).toMatchObject({ status: { code: "connected" }, lastProof: { ok: true } });
  });

  it("needs a sign-in after a wrong secret, tries it no second time by itself, and goes on once the right one is entered", async () => {
    const { id } = await store({ credentials: { clientSecret: "wrong" } });
    const proof = await testStore(scope, { id, runtime });
    expect(proof.stages.find(stage => !stage.ok)).toMatchObject({ stage: "token", code: "secret_refused", owner: "merchant_erp_admin" });
    expect((await getStore(scope, { id })).status).toMatchObject({ code: "needs_sign_in", owner: "merchant_erp_admin" });
    const calls = async () => acrossWorkspaces(test.db, tx => tx.exchange.count({ where: { storeId: id } }));
    await runtime.exchanges.flush();
    const before = await calls();
    const session = await openStore(scope, { storeId: id, runtime });
    await expect(session.signIn()).rejects.toMatchObject({ code: "secret_refused" });
    await runtime.exchanges.flush();
    expect(await calls()).toBe(before);
    await updateStore(scope, { id, input: { credentials: { clientSecret: secrets.clientSecret } }, runtime });
    expect((await testStore(scope, { id, runtime })).ok).toBe(true);
    expect((await getStore(scope, { id })).status.code).toBe("connected");
  });

  it("names a Client ID that lost its tenant", async () => {
    const { id } = await store({ credentials: { clientId: "5A9D0C1E-3B7F-4C68-9D2A-0E4B6F8A1C3D" } });
    const { ok, stages } = await testStore(scope, { id, runtime });
    expect(ok).toBe(false);
    expect(stages.find(stage => !stage.ok)).toMatchObject({ code: "tenant_suffix_missing" });
  });

  it("changes one setting and keeps the others and its secrets", async () => {
    const { id, credentials } = await store();
    await updateStore(scope, { id, input: { settings: { throttleLimit: 7 } }, runtime });
    const after = await updateStore(scope, { id, input: { name: "Renamed", settings: { orderType: "TR" } }, runtime });
    expect(after).toMatchObject({ name: "Renamed", credentials, settings: { throttleLimit: 7, orderType: "TR", endpointName: "Default" } });
  });

  it("asks for one token when eight callers need one at the same moment, and all get it", async () => {
    const { id } = await store();
    const sessions = await Promise.all(Array.from({ length: 8 }, () => openStore(scope, { storeId: id, runtime })));
    const tokens = await Promise.all(sessions.map(session => session.signIn()));
    expect(new Set(tokens.map(token => token.accessToken)).size).toBe(1);
    await runtime.exchanges.flush();
    const asked = await acrossWorkspaces(test.db, tx =>
      tx.exchange.count({ where: { storeId: id, label: { startsWith: "acumatica.token" } } }),
    );
    expect(asked).toBe(1);
    const [row] = await acrossWorkspaces(test.db, tx => tx.accessToken.findMany({ where: { storeId: id } }));
    expect(row?.generation).toBe(1);
    expect(row?.accessTokenSealed).not.toContain(tokens[0]?.accessToken);
  });
});

describe("a warehouse", () => {
  it("shows its webhook address, and never its key", async () => {
    const made = await warehouse({ apiKey: "canary-key-1" });
    expect(made.webhookUrl).toMatch(/^http:\/\/127\.0\.0\.1:3000\/api\/webhooks\/shipstation\/[\w-]{43}$/);
    expect(JSON.stringify(made)).not.toContain("canary");
    expect((await showWarehouse(scope, { id: made.id, runtime })).webhookUrl).toBe(made.webhookUrl);
  });

  it("needs a sign-in after a refused key and is connected with the right one", async () => {
    const { id } = await warehouse({ apiKey: "wrong-key" });
    expect(await testWarehouse(scope, { id, runtime })).toMatchObject({
      ok: false,
      stages: [
        { stage: "address", ok: true },
        { stage: "token", ok: false },
      ],
    });
    expect((await showWarehouse(scope, { id, runtime })).status.code).toBe("needs_sign_in");
    await updateWarehouse(scope, { id, input: { credentials: { apiKey: "sandbox-key" } }, runtime });
    expect(await testWarehouse(scope, { id, runtime })).toMatchObject({ ok: true });
    expect((await showWarehouse(scope, { id, runtime })).status.code).toBe("connected");
  });
});

describe("a connection", () => {
  it("is created off with both channels, and runs only once it is switched on", async () => {
    const { id, enabled, status } = await connection();
    expect([enabled, status.code]).toEqual([false, "off"]);
    expect(await channels(id)).toMatchObject([
      { kind: "orders", enabled: true, everySeconds: 300, nextDueAt: null },
      { kind: "shipments", enabled: true, everySeconds: 180, nextDueAt: null },
    ]);
    await enableConnection(scope, { connectionId: id, runtime });
    expect((await channels(id)).every(channel => channel.nextDueAt !== null)).toBe(true);
    const [orders] = await inWorkspace(scope, tx => tx.channel.findMany({ where: { connectionId: id, kind: "orders" } }));
    expect(orders?.sweepDueAt, "the daily sweep has a first date").not.toBeNull();
    await disableConnection(scope, { connectionId: id, runtime });
    expect((await channels(id)).every(channel => channel.nextDueAt === null)).toBe(true);
  });

  it("gets a prefix only where another store already uses the same warehouse account", async () => {
    const shared = await warehouse({ apiKey: "account-b" });
    const first = await connection({ name: "Juniper", warehouseId: shared.id });
    const second = await connection({ name: "Juniper Two", warehouseId: shared.id });
    const again = await warehouse({ apiKey: "account-b", name: "The same account once more" });
    const third = await connection({ name: "Knox", warehouseId: again.id });
    expect([first.orderPrefix, second.orderPrefix, third.orderPrefix]).toEqual(["", "JUNI-", "KNOX-"]);
  });

  it("exists once per store and warehouse", async () => {
    const { storeId, warehouseId } = await connection();
    await expect(createConnection(scope, { input: { name: "Again", storeId, warehouseId } })).rejects.toMatchObject({
      code: "already_connected",
    });
  });

  it("can't use a store or a warehouse of another workspace", async () => {
    const [mine, place] = [await store(), await warehouse()];
    const refused = { code: "not_found" };
    await expect(createConnection(scope, { input: { name: "x", storeId: stranger.storeId, warehouseId: place.id } })).rejects.toMatchObject(
      refused,
    );
    await expect(
      createConnection(scope, { input: { name: "x", storeId: mine.id, warehouseId: stranger.warehouseId } }),
    ).rejects.toMatchObject(refused);
    await expect(enableConnection(scope, { connectionId: stranger.connectionId, runtime })).rejects.toMatchObject(refused);
    await expect(requestSync(scope, { connectionId: stranger.connectionId })).rejects.toMatchObject(refused);
  });

  it("pauses one direction under the person's name and leaves the other running", async () => {
    const { id } = await connection();
    await enableConnection(scope, { connectionId: id, runtime });
    const person = personScope({ ...stranger, scope, workspaceId: scope.workspaceId });
    await pauseChannel(person, { connectionId: id, kind: "orders", runtime });
    expect(await channels(id)).toMatchObject([{ enabled: false, pausedBy: "Dana Reyes", nextDueAt: null }, { enabled: true }]);
    expect((await channels(id))[1]?.nextDueAt).not.toBeNull();
    await resumeChannel(person, { connectionId: id, kind: "orders", runtime });
    expect(await channels(id)).toMatchObject([{ enabled: true, pausedBy: null, nextDueAt: expect.any(String) }, { enabled: true }]);
  });

  it("queues one run per channel, however often it is asked", async () => {
    const { id } = await connection();
    await expect(requestSync(scope, { connectionId: id })).rejects.toMatchObject({ code: "connection_off" });
    await enableConnection(scope, { connectionId: id, runtime });
    const asked = await Promise.all(Array.from({ length: 6 }, () => requestSync(scope, { connectionId: id })));
    const runIds = new Set(asked.flatMap(answer => answer.runs.map(run => run.id)));
    expect(runIds.size).toBe(2);
    for (const run of runIds) expect(await getRun(scope, { id: run })).toMatchObject({ status: "queued", trigger: "manual" });
    const only = await requestSync(scope, { connectionId: id, channel: "shipments" });
    expect(only.runs.map(run => run.channel)).toEqual(["shipments"]);
    await pauseChannel(scope, { connectionId: id, kind: "orders", runtime });
    await expect(requestSync(scope, { connectionId: id, channel: "orders" })).rejects.toMatchObject({ code: "channel_paused" });
  });
});

describe("deleting", () => {
  it("is refused with the reason while something depends on it, and works from the outside in", async () => {
    const { id, storeId, warehouseId, merchantId } = await connection();
    await enableConnection(scope, { connectionId: id, runtime });
    const inUse = { code: "in_use", nextStep: expect.any(String) };
    await expect(deleteConnection(scope, { id })).rejects.toMatchObject(inUse);
    await expect(deleteStore(scope, { id: storeId, runtime })).rejects.toMatchObject(inUse);
    await expect(deleteWarehouse(scope, { id: warehouseId })).rejects.toMatchObject(inUse);
    await expect(deleteMerchant(scope, { id: merchantId })).rejects.toMatchObject(inUse);
    await disableConnection(scope, { connectionId: id, runtime });
    await deleteConnection(scope, { id });
    await deleteStore(scope, { id: storeId, runtime });
    await deleteWarehouse(scope, { id: warehouseId });
    await deleteMerchant(scope, { id: merchantId });
    await expect(getConnection(scope, { id })).rejects.toMatchObject({ code: "not_found" });
    const left = await inWorkspace(scope, tx => tx.credential.count({ where: { ownerId: { in: [storeId, warehouseId] } } }));
    expect(left).toBe(0);
  });

  it("touches nothing of another workspace", async () => {
    const refused = { code: "not_found" };
    await expect(deleteConnection(scope, { id: stranger.connectionId })).rejects.toMatchObject(refused);
    await expect(deleteStore(scope, { id: stranger.storeId, runtime })).rejects.toMatchObject(refused);
    await expect(deleteWarehouse(scope, { id: stranger.warehouseId })).rejects.toMatchObject(refused);
    await expect(deleteMerchant(scope, { id: stranger.merchantId })).rejects.toMatchObject(refused);
    expect((await listMerchants(stranger.scope)).data).toHaveLength(1);
  });
});

it("leaves an entry in the audit log for every change, with who did it", async () => {
  const own = await newWorkspaceScope();
  await createMerchant(own, { input: { name: "Audited" } });
  const { data } = await listEvents(own);
  expect(data).toMatchObject([{ kind: "merchant.created", text: 'Added the merchant "Audited".', actorName: "Dockbridge" }]);
});

describe("the sandbox in one go", () => {
  it("connects, checks and starts everything", async () => {
    const own = await newWorkspaceScope();
    const made = await tryWithSandbox(own, { ports: { acumatica: acumatica.port, shipstation: shipstation.port }, runtime });
    expect(made).toMatchObject({ enabled: true, environment: "sandbox", status: { code: "connected" }, orderPrefix: "" });
  });

  it("is refused where no sandbox runs", async () => {
    await expect(tryWithSandbox(scope, { ports: null, runtime })).rejects.toMatchObject({ code: "sandbox_off" });
  });
});
