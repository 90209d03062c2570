import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blankConnection, type NewConnectionValues } from "@/components/connections/new-connection-values";
import { isAllowed } from "@/lib/auth/permissions";
import type { Runtime } from "@/lib/connections/runtime";
import type { Scope } from "@/lib/db/scope";
import { systemScope } from "@/lib/db/scope";
import { personScope, seedConnection } from "@/lib/db/testing/seed";
import { createTestDb, type TestDb } from "@/lib/db/testing/test-db";
import { inWorkspace } from "@/lib/db/tx";
import { insertWorkspace } from "@/lib/db/workspaces";
import { createTestRuntime } from "@/lib/sync/testing/test-runtime";
import { addConnection } from "./add-connection";

let test: TestDb;
let runtime: Runtime;
let at: Awaited<ReturnType<typeof seedConnection>>;

beforeAll(async () => {
  test = await createTestDb();
  runtime = await createTestRuntime({ db: test.db, allow: "" });
  const id = crypto.randomUUID();
  await insertWorkspace(test.db, { id, name: "W", slug: "w", dataKeySealed: runtime.vault.newDataKey(id) });
  at = await seedConnection(systemScope(test.db, id), {});
});
afterAll(() => test.close());

const filled: NewConnectionValues = {
  ...blankConnection("UTC"),
  name: "New",
  merchantName: "Another merchant",
  warehouseName: "Another warehouse",
  apiKey: "0123456789abcdef".repeat(2),
  apiSecret: "fedcba9876543210".repeat(2),
  storeName: "Another store",
  instanceUrl: "https://erp.example.com",
  clientId: "c@T",
  clientSecret: "secret",
  username: "u",
  password: "p",
};

const add = (scope: Scope, over: Partial<NewConnectionValues>) =>
  addConnection(scope, {
    values: { ...filled, ...over },
    runtime,
    may: permission => isAllowed(scope.actor, permission, scope.merchantId),
  });
const counts = () =>
  inWorkspace(at.scope, async tx => [
    await tx.merchant.count(),
    await tx.store.count(),
    await tx.warehouse.count(),
    await tx.connection.count(),
  ]);

describe("the form for a new connection", () => {
  it.each<[string, () => Partial<NewConnectionValues>, string]>([
    ["new warehouse", () => ({ merchantId: at.merchantId }), "warehouseName"],
    ["new merchant", () => ({ warehouseId: at.warehouseId }), "merchantName"],
  ])("makes no %s for an admin who is limited to one merchant, and leaves nothing half made", async (_what, over, field) => {
    const before = await counts();
    const limited = personScope(at, { role: "admin", merchantId: at.merchantId });
    await expect(add(limited, over())).rejects.toMatchObject({ code: "forbidden", field });
    expect(await counts()).toEqual(before);
  });

  it("gives such an admin a new store of the own merchant at a warehouse that ships for it", async () => {
    const limited = personScope(at, { role: "admin", merchantId: at.merchantId });
    await expect(add(limited, { merchantId: at.merchantId, warehouseId: at.warehouseId })).resolves.toMatchObject({
      merchantId: at.merchantId,
    });
  });

  it("makes everything for an admin of the whole workspace", async () => {
    await expect(add(personScope(at, { role: "admin" }), {})).resolves.toMatchObject({ merchantName: "Another merchant", enabled: false });
  });

  it.each(["merchantId", "warehouseId", "storeId"] as const)("answers a %s that is no id as one that is not there", async field => {
    const over = { merchantId: at.merchantId, warehouseId: at.warehouseId, [field]: "1 or 1=1" };
    await expect(add(personScope(at, { role: "admin" }), over)).rejects.toMatchObject({ code: "not_found" });
  });
});
