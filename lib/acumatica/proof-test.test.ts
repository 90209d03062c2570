import { describe, expect, it } from "vitest";
import { PROOF_STAGES, type ProofResult } from "./proof-stages";
import { runProofTest } from "./proof-test";
import { CREDENTIALS, createTestClock, type Reply, SETTINGS, type SeenRequest, startFakeInstance } from "./testing/fake-instance";
import { createMemoryTokenStore } from "./testing/memory-token-store";

const v = (value: unknown) => ({ value });
const SCHEMA = {
  Details: [{ OrderLineNbr: {}, ShippedQty: {} }],
  Packages: [{ TrackingNbr: {}, PackageContents: [{ Quantity: {} }] }],
  custom: {},
};

/** An instance on which everything is in order; tests spoil one answer. */
function healthy(request: SeenRequest): Reply {
  const path = request.path.replace("/Acme", "");
  if (path.endsWith("/token")) return { body: { access_token: "a", refresh_token: "r", expires_in: 3600 } };
  if (path === "/entity/auth/logout") return { status: 204 };
  if (path === "/entity")
    return { body: { version: { acumaticaBuildVersion: "24.213.0015" }, endpoints: [{ name: "Default", version: "24.200.001" }] } };
  if (path.endsWith("$adHocSchema")) return { body: SCHEMA };
  if (path.includes("/Warehouse/")) return { body: { WarehouseID: v("KNOX-01"), Active: v(true) } };
  if (path.endsWith("/Warehouse")) return { body: [{ WarehouseID: v("MAIN") }] };
  const stamp = v("2025-02-11T15:42:07.357+00:00");
  return {
    body: [
      { OrderType: v("SO"), OrderNbr: v("1"), ShipmentNbr: v("1"), InventoryID: v("A"), LastModified: stamp, LastModifiedDateTime: stamp },
    ],
  };
}
const missing: Reply = {
  status: 500,
  body: { exceptionMessage: "No entity satisfies the condition.", exceptionType: "X.NoEntitySatisfiesTheConditionException" },
};
const NEEDS = { orderType: "SO", warehouseId: "KNOX-01", importViaShipments: true, includePackageContents: true };

interface Change {
  answer?: (request: SeenRequest) => Reply | null;
  needs?: Partial<typeof NEEDS>;
  credentials?: Record<string, string>;
  scope?: string;
  signOutAfter?: boolean;
}

async function prove(change: Change = {}) {
  await using instance = await startFakeInstance(request => change.answer?.(request) ?? healthy(request));
  const results: ProofResult[] = [];
  const tests = runProofTest({
    http: instance.http,
    clock: createTestClock(),
    tokens: createMemoryTokenStore(),
    credentials: { ...CREDENTIALS, instanceUrl: instance.baseUrl, ...change.credentials },
    settings: { ...SETTINGS, scope: change.scope ?? SETTINGS.scope },
    needs: { ...NEEDS, ...change.needs },
    ...(change.signOutAfter ? { signOutAfter: true } : {}),
  });
  for await (const result of tests) results.push(result);
  const byStage = Object.fromEntries(results.map(result => [result.stage, result])) as Record<ProofResult["stage"], ProofResult>;
  return { results, byStage, seen: instance.seen };
}

describe("the proof test", () => {
  it("gives all thirteen lines in order, green where everything is in order", async () => {
    const { results } = await prove();
    expect(results.map(result => result.stage)).toEqual(PROOF_STAGES);
    expect(results.filter(result => result.ok !== true).map(result => result.stage)).toEqual(["tls"]);
  });

  it("writes nothing: besides signing in and out it only reads", async () => {
    const { seen } = await prove({ signOutAfter: true });
    const writes = seen.filter(request => request.method !== "GET").map(request => `${request.method} ${request.path}`);
    expect(writes).toEqual(["POST /Acme/identity/connect/token", "POST /Acme/entity/auth/logout"]);
    expect(seen.at(-1)?.path).toBe("/Acme/entity/auth/logout");
  });

  it.each<[string, Change, ProofResult["stage"], string]>([
    [
      "a refused secret",
      { answer: r => (r.path.endsWith("/token") ? { status: 400, body: { error: "invalid_client" } } : null) },
      "token",
      "secret_refused",
    ],
    [
      "a refused user",
      { answer: r => (r.path.endsWith("/token") ? { status: 400, body: { error: "invalid_grant" } } : null) },
      "token",
      "user_refused",
    ],
    ["a client id that is cut off", { credentials: { clientId: "GUID" } }, "tenant", "tenant_suffix_missing"],
    ["another tenant", { credentials: { tenant: "Other" } }, "tenant", "tenant_suffix_missing"],
    ["no Acumatica at the address", { answer: () => ({ status: 404, body: "<html></html>" }) }, "address", "unknown_endpoint"],
    [
      "a redirect elsewhere",
      { answer: () => ({ status: 301, headers: { location: "https://www.example.com/" } }) },
      "address",
      "unexpected",
    ],
    ["an address that is none", { credentials: { instanceUrl: "not an address" } }, "address", "unreachable"],
    [
      "an endpoint that is not offered",
      { answer: r => (r.path === "/Acme/entity" ? { body: [{ name: "Default", version: "23.200.001" }] } : null) },
      "endpoint",
      "unknown_endpoint",
    ],
    [
      "a licence without a free sign-in",
      {
        answer: r =>
          r.path === "/Acme/entity" && r.headers.authorization
            ? { status: 302, headers: { location: "/Frames/Error.aspx?message=API+Login+Limit" } }
            : null,
      },
      "endpoint",
      "seat_limit",
    ],
  ])("stops at %s, with cause, owner and next step, and says of the rest that it was not tried", async (_title, change, stage, code) => {
    const { results, byStage } = await prove(change);
    expect(byStage[stage]).toMatchObject({
      ok: false,
      code,
      message: expect.any(String),
      owner: expect.any(String),
      nextStep: expect.any(String),
    });
    expect(results).toHaveLength(13);
    expect(results.filter(result => result.ok === false)).toHaveLength(1);
    for (const later of results.slice(results.findIndex(result => result.stage === stage) + 1)) expect(later.ok).toBeNull();
  });

  it("sends no password for a client id that is cut off", async () => {
    const { seen } = await prove({ credentials: { clientId: "GUID" } });
    expect(seen.filter(request => request.path.endsWith("/token"))).toEqual([]);
  });

  it("tries refused credentials once", async () => {
    const { seen } = await prove({ answer: r => (r.path.endsWith("/token") ? { status: 400, body: { error: "invalid_grant" } } : null) });
    expect(seen.filter(request => request.path.endsWith("/token"))).toHaveLength(1);
  });

  it.each<[string, Change, ProofResult["stage"], string]>([
    [
      "Sales Orders that may not be read",
      {
        answer: r =>
          r.path.endsWith("/SalesOrder")
            ? { status: 403, body: { message: "You have insufficient rights to access the Sales Orders (SO301000) form." } }
            : null,
      },
      "sales_orders",
      "forbidden_screen",
    ],
    [
      "Shipments that may not be read",
      { answer: r => (r.path.endsWith("/Shipment") ? { status: 403, body: "<html></html>" } : null) },
      "shipments",
      "forbidden_screen",
    ],
    [
      "Shipments that can't be found by time",
      { answer: r => (r.path.endsWith("/Shipment") && r.query.get("$filter")?.includes(" ge ") ? { body: [] } : null) },
      "shipments",
      "unexpected",
    ],
    [
      "an endpoint without packages",
      {
        answer: r => (r.path.endsWith("$adHocSchema") ? { body: { Details: [{ OrderLineNbr: {}, ShippedQty: {} }] } } : null),
        needs: { includePackageContents: false },
      },
      "write_shipment",
      "unknown_endpoint",
    ],
    [
      "an endpoint without package contents",
      { answer: r => (r.path.endsWith("$adHocSchema") ? { body: { ...SCHEMA, Packages: [{ TrackingNbr: {} }] } } : null) },
      "package_contents",
      "unknown_endpoint",
    ],
    ["a warehouse that does not exist", { answer: r => (r.path.includes("/Warehouse/") ? missing : null) }, "warehouse_id", "not_found"],
    [
      "a warehouse that is not active",
      { answer: r => (r.path.includes("/Warehouse/") ? { body: { WarehouseID: v("KNOX-01"), Active: v(false) } } : null) },
      "warehouse_id",
      "not_found",
    ],
    [
      "no refresh token though asked for",
      { answer: r => (r.path.endsWith("/token") ? { body: { access_token: "a", expires_in: 3600 } } : null) },
      "refresh_token",
      "scope_refused",
    ],
  ])("marks %s and goes on with the rest", async (_title, change, stage, code) => {
    const { results, byStage } = await prove(change);
    expect(results.filter(result => result.ok === false)).toMatchObject([{ stage, code }]);
    expect(byStage.limits.ok).toBe(true);
  });

  it("names the screen, and the warehouses that exist", async () => {
    const { byStage } = await prove({
      answer: r =>
        r.path.endsWith("/SalesOrder")
          ? { status: 403, body: { message: "You have insufficient rights to access the Sales Orders (SO301000) form." } }
          : r.path.includes("/Warehouse/")
            ? missing
            : null,
    });
    expect(byStage.sales_orders.nextStep).toContain("SO301000");
    expect(byStage.warehouse_id.message).toContain("It has MAIN.");
  });

  it.each<[string, Change, ProofResult["stage"]]>([
    ["package contents are off", { needs: { includePackageContents: false } }, "package_contents"],
    ["no warehouse id is set", { needs: { warehouseId: "" } }, "warehouse_id"],
    [
      "no refresh token was asked for",
      { scope: "api", answer: r => (r.path.endsWith("/token") ? { body: { access_token: "a", expires_in: 3600 } } : null) },
      "refresh_token",
    ],
    [
      "the form does not describe itself",
      { answer: r => (r.path.endsWith("$adHocSchema") ? { status: 404 } : null), needs: { includePackageContents: false } },
      "write_shipment",
    ],
  ])("leaves a line open when %s", async (_title, change, stage) => {
    const { results, byStage } = await prove(change);
    expect(byStage[stage]).toMatchObject({ ok: null, message: expect.any(String) });
    expect(results.filter(result => result.ok === false)).toEqual([]);
  });
});
