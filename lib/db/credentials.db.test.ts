import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { NotFoundError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { checkVault } from "@/lib/vault/check-vault";
import { rotateKeys } from "@/lib/vault/rotate-keys";
import { createVault } from "@/lib/vault/vault";
import { deleteCredentials, openCredentials, saveCredentials } from "./credentials";
import { checkedScope, type Scope, systemScope } from "./scope";
import { createTestDb, type TestDb } from "./testing/test-db";
import { acrossWorkspaces, inWorkspace } from "./tx";
import { vaultStore } from "./vault-canary";

const oldKey = { id: "old", key: randomBytes(32) };
const newKey = { id: "new", key: randomBytes(32) };
const vault = createVault({ keys: [oldKey] });
let test: TestDb;

beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

interface World {
  scope: Scope;
  merchantId: string;
  otherMerchantId: string;
  storeId: string;
  warehouseId: string;
}

async function makeWorld(): Promise<World> {
  const [workspaceId, merchantId, otherMerchantId, storeId, warehouseId] = [newId(), newId(), newId(), newId(), newId()];
  await test.db.workspace.create({ data: { id: workspaceId, name: "W", slug: workspaceId, dataKeySealed: vault.newDataKey(workspaceId) } });
  const scope = systemScope(test.db, workspaceId);
  await inWorkspace(scope, async tx => {
    await tx.merchant.createMany({
      data: [
        { id: merchantId, workspaceId, name: "A" },
        { id: otherMerchantId, workspaceId, name: "B" },
      ],
    });
    await tx.store.create({ data: { id: storeId, workspaceId, merchantId, name: "S", platform: "acumatica", settings: {} } });
    await tx.warehouse.create({
      data: { id: warehouseId, workspaceId, name: "X", platform: "shipstation", webhookTokenHash: warehouseId },
    });
  });
  return { scope, merchantId, otherMerchantId, storeId, warehouseId };
}

const asMerchant = ({ scope }: World, merchantId: string) => checkedScope({ ...scope, merchantId });
const store = (world: World) => ({ ownerKind: "store" as const, ownerId: world.storeId, vault });
const warehouse = (world: World) => ({ ownerKind: "warehouse" as const, ownerId: world.warehouseId, vault });

async function connect(world: World, merchantId: string): Promise<void> {
  const { workspaceId } = world.scope;
  await inWorkspace(world.scope, async tx => {
    const storeId = newId();
    await tx.store.create({ data: { id: storeId, workspaceId, merchantId, name: "S2", platform: "acumatica", settings: {} } });
    await tx.connection.create({ data: { id: newId(), workspaceId, merchantId, name: "C", storeId, warehouseId: world.warehouseId } });
  });
}

async function revealed(world: World, scope: Scope = world.scope) {
  const opened = await openCredentials(scope, store(world));
  return Object.fromEntries(Object.entries(opened).map(([field, secret]) => [field, secret.reveal()]));
}

describe("credentials", () => {
  it("keeps each value sealed, gives it back as a secret, replaces only what is named and forgets what is null", async () => {
    const world = await makeWorld();
    await saveCredentials(world.scope, { ...store(world), values: { password: "canary-one", clientId: "id" } });
    await saveCredentials(world.scope, { ...store(world), values: { password: "canary-two" } });
    expect(await revealed(world)).toEqual({ password: "canary-two", clientId: "id" });
    await saveCredentials(world.scope, { ...store(world), values: { clientId: null } });
    expect(await revealed(world)).toEqual({ password: "canary-two" });
    const rows = await acrossWorkspaces(test.db, tx => tx.credential.findMany());
    expect(JSON.stringify(rows)).not.toContain("canary");
    expect(inspect(await openCredentials(world.scope, store(world)), { depth: 9 })).not.toContain("canary");
    await deleteCredentials(world.scope, store(world));
    expect(await revealed(world)).toEqual({});
  });

  it("shows and changes nothing across workspaces and merchants", async () => {
    const [mine, theirs] = [await makeWorld(), await makeWorld()];
    await saveCredentials(mine.scope, { ...store(mine), values: { password: "p" } });
    for (const scope of [theirs.scope, asMerchant(mine, mine.otherMerchantId)]) {
      await expect(openCredentials(scope, store(mine))).rejects.toBeInstanceOf(NotFoundError);
      await expect(saveCredentials(scope, { ...store(mine), values: { password: "x" } })).rejects.toBeInstanceOf(NotFoundError);
      await expect(deleteCredentials(scope, store(mine))).rejects.toBeInstanceOf(NotFoundError);
    }
    expect(await revealed(mine, asMerchant(mine, mine.merchantId))).toEqual({ password: "p" });
  });

  it("lets who may see one merchant change a warehouse only while it ships for nobody else", async () => {
    const world = await makeWorld();
    const scope = asMerchant(world, world.merchantId);
    const save = () => saveCredentials(scope, { ...warehouse(world), values: { apiKey: "k" } });
    await expect(save()).rejects.toBeInstanceOf(NotFoundError);
    await connect(world, world.merchantId);
    await save();
    await connect(world, world.otherMerchantId);
    await expect(save()).rejects.toBeInstanceOf(NotFoundError);
    expect(Object.keys(await openCredentials(scope, warehouse(world)))).toEqual(["apiKey"]);
  });

  it("refuses a value that was moved to another store, field or workspace in the database", async () => {
    const [world, other] = [await makeWorld(), await makeWorld()];
    await saveCredentials(world.scope, { ...store(world), values: { password: "p", clientSecret: "c" } });
    await saveCredentials(other.scope, { ...store(other), values: { password: "q" } });
    const [stolen] = await acrossWorkspaces(test.db, tx => tx.credential.findMany({ where: { ownerId: other.storeId } }));
    const put = (sealed: string) =>
      inWorkspace(world.scope, tx => tx.credential.updateMany({ where: { ownerId: world.storeId, field: "password" }, data: { sealed } }));
    await put(stolen?.sealed ?? "");
    await expect(revealed(world)).rejects.toMatchObject({ code: "vault_refused" });
    const [swapped] = await acrossWorkspaces(test.db, tx =>
      tx.credential.findMany({ where: { ownerId: world.storeId, field: "clientSecret" } }),
    );
    await put(swapped?.sealed ?? "");
    await expect(revealed(world)).rejects.toMatchObject({ code: "vault_refused" });
  });

  it("is unreadable for ever once the workspace's data key is replaced", async () => {
    const world = await makeWorld();
    await saveCredentials(world.scope, { ...store(world), values: { password: "p" } });
    const { workspaceId } = world.scope;
    await test.db.workspace.update({ where: { id: workspaceId }, data: { dataKeySealed: vault.newDataKey(workspaceId) } });
    await expect(revealed(world)).rejects.toMatchObject({ code: "vault_refused" });
  });
});

describe("fault 49: wrong or missing vault key at start", () => {
  beforeEach(async () => {
    await test.close();
    test = await createTestDb();
  });

  const everything = async () => JSON.stringify([await test.db.vaultCanary.findMany(), await test.db.workspace.findMany()]);

  it("writes the canary once on an empty database and accepts the same key afterwards", async () => {
    await checkVault(vault, vaultStore(test.db));
    const before = await everything();
    expect(before).toContain("v1.old.");
    await checkVault(vault, vaultStore(test.db));
    expect(await everything()).toBe(before);
  });

  it("refuses another key, another key of the same name, and overwrites nothing", async () => {
    const world = await makeWorld();
    await checkVault(vault, vaultStore(test.db));
    await saveCredentials(world.scope, { ...store(world), values: { password: "p" } });
    const before = await everything();
    for (const keys of [[newKey], [{ id: "old", key: newKey.key }]]) {
      await expect(checkVault(createVault({ keys }), vaultStore(test.db))).rejects.toMatchObject({ code: "vault_key_wrong" });
    }
    expect(await everything()).toBe(before);
    expect(await revealed(world)).toEqual({ password: "p" });
  });

  it("refuses a foreign key also when the canary is gone but something was sealed", async () => {
    await makeWorld();
    const before = await everything();
    await expect(checkVault(createVault({ keys: [newKey] }), vaultStore(test.db))).rejects.toMatchObject({ code: "vault_key_wrong" });
    expect(await everything()).toBe(before);
    await checkVault(vault, vaultStore(test.db));
  });

  it("lets one of two processes with different keys win on an empty database, and stops the other", async () => {
    const starts = [vault, createVault({ keys: [newKey] })].map(one => checkVault(one, vaultStore(test.db)));
    const results = await Promise.allSettled(starts);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("rotates: re-wraps every workspace and the canary while credentials stay readable, and is harmless to repeat", async () => {
    const worlds = [await makeWorld(), await makeWorld(), await makeWorld()];
    await checkVault(vault, vaultStore(test.db));
    for (const world of worlds) await saveCredentials(world.scope, { ...store(world), values: { password: world.storeId } });
    const both = createVault({ keys: [newKey, oldKey] });
    expect(await rotateKeys(both, vaultStore(test.db))).toEqual({ rewrapped: 3 });
    expect(await rotateKeys(both, vaultStore(test.db))).toEqual({ rewrapped: 0 });
    const onlyNew = createVault({ keys: [newKey] });
    await checkVault(onlyNew, vaultStore(test.db));
    for (const world of worlds) {
      const opened = await openCredentials(world.scope, { ...store(world), vault: onlyNew });
      expect(opened.password?.reveal()).toBe(world.storeId);
    }
  });
});
