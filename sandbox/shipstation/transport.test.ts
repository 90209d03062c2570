import { afterEach, describe, expect, it } from "vitest";
import { basic, closeAll, sampleOrder, startAccount } from "./test-account";

afterEach(closeAll);

describe("keys", () => {
  it("answers 401 to a missing, wrong or removed key, with the body the switch asks for", async () => {
    const account = await startAccount();
    expect(await account.call("GET", "/orders", undefined, basic("sandbox-key", "wrong"))).toMatchObject({ status: 401, text: "" });
    account.switches.authBody = "message";
    const refused = await account.call("GET", "/orders", undefined, "Bearer x");
    expect(refused).toMatchObject({ status: 401, body: { message: "Invalid API credentials" } });
    account.control.removeKey("sandbox-key");
    expect((await account.call("GET", "/orders")).status).toBe(401);
  });

  it("lets a second key pair in and counts it on its own", async () => {
    const account = await startAccount();
    account.switches.rateLimit = 1;
    account.control.addKey("second", "secret:with:colons");
    expect((await account.call("GET", "/carriers")).status).toBe(200);
    expect((await account.call("GET", "/carriers", undefined, basic("second", "secret:with:colons"))).status).toBe(200);
    expect((await account.call("GET", "/carriers")).status).toBe(429);
  });
});

describe("the rate limit", () => {
  it("allows 40 calls a minute by default, tells the three headers, and answers 429 beyond", async () => {
    const account = await startAccount();
    account.switches.rateLimit = 40;
    for (let left = 39; left >= 0; left -= 1) {
      const { status, headers } = await account.call("GET", "/accounts/listtags");
      expect([status, headers.get("x-rate-limit-limit"), headers.get("x-rate-limit-remaining")]).toEqual([200, "40", String(left)]);
    }
    account.advance(15_000);
    const over = await account.call("GET", "/accounts/listtags");
    expect(over).toMatchObject({ status: 429, body: { message: "Too Many Requests" } });
    expect([over.headers.get("x-rate-limit-reset"), over.headers.get("retry-after")]).toEqual(["45", null]);
    account.advance(45_000);
    expect((await account.call("GET", "/accounts/listtags")).status).toBe(200);
  });

  it("lets calls in one by one when the window slides", async () => {
    const account = await startAccount();
    Object.assign(account.switches, { rateLimit: 2, rateWindow: "sliding" });
    await account.call("GET", "/users");
    account.advance(30_000);
    await account.call("GET", "/users");
    account.advance(30_001);
    expect((await account.call("GET", "/users")).status).toBe(200);
    expect((await account.call("GET", "/users")).status).toBe(429);
  });

  it("can hide the headers, name a day, or add Retry-After", async () => {
    const account = await startAccount();
    Object.assign(account.switches, { rateLimit: 0, rateHeaders: false });
    expect((await account.call("GET", "/users")).headers.get("x-rate-limit-reset")).toBeNull();
    Object.assign(account.switches, { rateHeaders: true, rateResetSeconds: 86_400, retryAfter: 86_400 });
    const { headers } = await account.call("GET", "/users");
    expect([headers.get("x-rate-limit-reset"), headers.get("retry-after")]).toEqual(["86400", "86400"]);
  });

  it("journals every call with its arrival, its key and whether it was throttled, never the secret", async () => {
    const account = await startAccount();
    account.switches.rateLimit = 1;
    await account.call("GET", "/users");
    await account.call("GET", "/users");
    const calls = account.journal.entries({ kind: "call" });
    expect(calls).toMatchObject([
      { name: "GET /users", status: 200, apiKey: "sandbox-key", arrivedAt: "2026-11-20T18:00:00.000Z" },
      { status: 429, throttled: true },
    ]);
    expect(JSON.stringify(calls)).not.toContain("sandbox-secret");
  });
});

describe("error bodies", () => {
  it("names the wrong kind of body as the vendor's deserialiser does", async () => {
    const account = await startAccount();
    const single = await account.call("POST", "/orders/createorder", [sampleOrder("A")]);
    expect(single.status).toBe(400);
    expect(single.body).toMatchObject({
      Message: "The request is invalid.",
      ModelState: {
        apiOrder: [
          expect.stringContaining("Cannot deserialize the current JSON array (e.g. [1,2,3]) into type 'SS.OpenApi.Models.Orders.Order'"),
        ],
      },
    });
    const batch = await account.call("POST", "/orders/createorders", sampleOrder("A"));
    expect(batch.body).toMatchObject({
      ModelState: { "apiOrders.orderNumber": [expect.stringContaining("'SS.OpenApi.Models.Orders.Order[]'")] },
    });
  });

  it("refuses the whole batch for one wrong scalar, and creates nothing", async () => {
    const account = await startAccount();
    const answer = await account.call("POST", "/orders/createorders", [sampleOrder("A"), sampleOrder("B", { amountPaid: "ten" })]);
    expect(answer).toMatchObject({
      status: 400,
      body: { ModelState: { "apiOrders[1].amountPaid": [expect.stringContaining("Could not convert string to decimal: ten")] } },
    });
    expect(account.control.orders()).toEqual([]);
  });

  it("names a bad scalar of the query or the body under `request`", async () => {
    const account = await startAccount();
    const query = await account.call("GET", "/orders?page=x");
    expect(query).toMatchObject({ status: 400, body: { ModelState: { "request.page": ["The value 'x' is not valid for page."] } } });
    const [order] = await account.create("A");
    const label = { orderId: order?.orderId, carrierCode: "fedex", serviceCode: "fedex_2day", shipDate: "2026-11-20", testLabel: 0 };
    const refused = await account.call("POST", "/orders/createlabelfororder", label);
    expect(refused.body).toMatchObject({ ModelState: { "request.testlabel": [expect.stringContaining("The value '0' is not valid")] } });
  });

  it("has the vendor's words for broken business rules", async () => {
    const account = await startAccount();
    const send = async (change: Record<string, unknown>) =>
      (await account.call("POST", "/orders/createorder", sampleOrder("A", change))).body;
    expect(await send({ shipTo: {} })).toEqual({ Message: "'Ship Name' must not be empty." });
    expect(await send({ billTo: { name: "" } })).toEqual({ Message: "'Bill Name' must not be empty." });
    expect(await send({ shipTo: { name: "A", country: "USA" } })).toEqual({ Message: "Please use a 2 character country code" });
    expect(JSON.stringify(await send({ orderNumber: "x".repeat(51) }))).toContain("'Order Number'");
    account.switches.validationEnvelope = "exception";
    expect(await send({ shipTo: {} })).toMatchObject({
      Message: "An error has occurred.",
      ExceptionMessage: "'Ship Name' must not be empty.",
    });
    account.switches.errorStyle = "newer";
    expect(await send({ shipTo: {} })).toEqual({ message: "'Ship Name' must not be empty." });
  });

  it("crashes like the vendor when a label is bought without an active manual store", async () => {
    const account = await startAccount();
    const [order] = await account.create("A");
    await account.call("POST", "/stores/deactivate", { storeId: 22766 });
    const label = { orderId: order?.orderId, carrierCode: "fedex", serviceCode: "fedex_2day", shipDate: "2026-11-20" };
    const answer = await account.call("POST", "/orders/createlabelfororder", label);
    expect(answer).toMatchObject({ status: 500, body: { ExceptionMessage: "Object reference not set to an instance of an object." } });
  });

  it("tells an unknown id, path and method apart", async () => {
    const account = await startAccount();
    expect(await account.call("GET", "/orders/1")).toMatchObject({ status: 404, text: "" });
    expect((await account.call("GET", "/nothing")).status).toBe(404);
    expect((await account.call("DELETE", "/carriers")).status).toBe(405);
  });
});

describe("faults", () => {
  it("keeps the order of a create whose answer is lost, and takes the repeat as the same order (faults 16, 17)", async () => {
    const account = await startAccount();
    account.faults.add({ path: "/orders/createorder", action: "drop_after" });
    await expect(account.call("POST", "/orders/createorder", sampleOrder("A"))).rejects.toThrow();
    account.faults.add({ path: "/orders/createorder", action: { type: "late", ms: 50 } });
    expect((await account.call("POST", "/orders/createorder", sampleOrder("A"))).status).toBe(200);
    expect(account.control.orders()).toHaveLength(1);
    expect(account.journal.count({ name: "order.created" })).toBe(1);
  });

  it("answers 5xx until told to stop (fault 19)", async () => {
    const account = await startAccount();
    const { id } = account.faults.add({ times: -1, action: { type: "status", status: 503 } });
    expect((await account.call("GET", "/orders")).status).toBe(503);
    expect((await account.call("GET", "/orders")).status).toBe(503);
    account.faults.remove(id);
    expect((await account.call("GET", "/orders")).status).toBe(200);
  });
});
