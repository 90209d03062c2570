import { afterEach, describe, expect, it } from "vitest";
import type { Order } from "./order-types";
import { closeAll, sampleOrder, startAccount } from "./test-account";

afterEach(closeAll);

interface BatchAnswer {
  hasErrors: boolean;
  results: { orderId: number | null; orderKey: string; orderNumber: string; success: boolean; errorMessage: string | null }[];
}
interface OrderPage {
  orders: Order[];
  total: number;
  page: number;
  pages: number;
}

describe("create and update", () => {
  it("creates once and replaces by orderKey; what is left out is cleared, ids and creation stay", async () => {
    const account = await startAccount();
    const first = await account.call<Order>("POST", "/orders/createorder", sampleOrder("A", { internalNotes: "fragile" }));
    account.advance(60_000);
    const second = await account.call<Order>(
      "POST",
      "/orders/createorder",
      sampleOrder("A", { items: [{ lineItemKey: "2", sku: "TARP", name: "Tarp", quantity: 5 }] }),
    );
    expect(second.body).toMatchObject({
      orderId: first.body.orderId,
      createDate: "2026-11-20T10:00:00.0000000",
      modifyDate: "2026-11-20T10:01:00.0000000",
      internalNotes: null,
      items: [{ orderItemId: first.body.items[1]?.orderItemId, quantity: 5 }],
    });
  });

  it("keeps what is left out when the switch says so", async () => {
    const account = await startAccount();
    account.switches.omittedFields = "keep";
    await account.call("POST", "/orders/createorder", sampleOrder("A", { internalNotes: "fragile" }));
    const again = await account.call<Order>("POST", "/orders/createorder", sampleOrder("A"));
    expect(again.body.internalNotes).toBe("fragile");
  });

  it("gives an order without key a GUID, so that the same body twice makes two orders", async () => {
    const account = await startAccount();
    const send = () => account.call<Order>("POST", "/orders/createorder", sampleOrder("A", { orderKey: undefined }));
    const [one, two] = [await send(), await send()];
    expect(one.body.orderKey).toMatch(/^[0-9a-f-]{36}$/);
    expect(two.body.orderId).not.toBe(one.body.orderId);
  });

  it("computes the order total as on the vendor's sample, and checks the ship-to address only", async () => {
    const account = await startAccount();
    const items = [
      { sku: "ABC123", name: "Test item #1", quantity: 2, unitPrice: 99.99, taxAmount: 2.5 },
      { sku: "DISCOUNT CODE", name: "10% OFF", quantity: 1, unitPrice: -20.55, adjustment: true },
    ];
    const { body } = await account.call<Order>(
      "POST",
      "/orders/createorder",
      sampleOrder("A", { items, taxAmount: 5, shippingAmount: 10 }),
    );
    expect(body.orderTotal).toBe(194.43);
    expect([body.shipTo.addressVerified, body.billTo.addressVerified]).toEqual(["Address validated successfully", null]);
    expect(body.items.map(item => item.productId !== null)).toEqual([true, false]);
  });

  it("puts an order into the first manual store and refuses one that a marketplace feeds", async () => {
    const account = await startAccount();
    const [order] = await account.create("A");
    expect(order?.advancedOptions.storeId).toBe(22766);
    const foreign = await account.call("POST", "/orders/createorder", sampleOrder("B", { advancedOptions: { storeId: 25748 } }));
    expect(foreign.status).toBe(400);
    account.switches.marketplaceStoreOrders = "accept";
    expect((await account.call("POST", "/orders/createorder", sampleOrder("B", { advancedOptions: { storeId: 25748 } }))).status).toBe(200);
  });

  it("cancels by sending the order again, and gives the key back after a delete", async () => {
    const account = await startAccount();
    const [order] = await account.create("A");
    const cancelled = await account.call<Order>("POST", "/orders/createorder", sampleOrder("A", { orderStatus: "cancelled" }));
    expect(cancelled.body).toMatchObject({ orderId: order?.orderId, orderStatus: "cancelled" });
    const gone = await account.call("DELETE", `/orders/${order?.orderId}`);
    expect(gone.body).toEqual({ success: true, message: "The requested order has been deleted." });
    expect((await account.call<OrderPage>("GET", "/orders")).body.total).toBe(0);
    expect((await account.call("GET", `/orders/${order?.orderId}`)).status).toBe(404);
    const [again] = await account.create("A");
    expect(again?.orderId).not.toBe(order?.orderId);
  });
});

describe("an update of a shipped order (fault 22)", () => {
  it("is refused: 400 alone, success:false in a batch, nothing changed", async () => {
    const account = await startAccount();
    await account.create("A");
    account.control.ship({ orderKey: "A" });
    const late = sampleOrder("A", { items: [] });
    expect((await account.call("POST", "/orders/createorder", late)).status).toBe(400);
    const batch = await account.call<BatchAnswer>("POST", "/orders/createorders", [late, sampleOrder("B")]);
    expect(batch).toMatchObject({
      status: 200,
      body: {
        hasErrors: true,
        results: [
          { orderKey: "A", success: false },
          { orderKey: "B", success: true },
        ],
      },
    });
    expect(account.orderBy("A").items).toHaveLength(2);
  });

  it("is ignored with 200 when the switch says so", async () => {
    const account = await startAccount();
    account.switches.finalOrderUpdate = "ignore";
    await account.create("A");
    account.control.ship({ orderKey: "A" });
    const answer = await account.call<Order>("POST", "/orders/createorder", sampleOrder("A", { items: [] }));
    expect(answer).toMatchObject({ status: 200, body: { orderStatus: "shipped", items: [{}, {}] } });
  });
});

describe("the batch call", () => {
  it("does 97 of 100 and gives each of the rest its own error, in the order sent (fault 20)", async () => {
    const account = await startAccount();
    account.switches.rejectOrderKeys = ["K3", "K50", "K99"];
    const keys = Array.from({ length: 100 }, (_, index) => `K${index}`);
    const { status, body } = await account.call<BatchAnswer>(
      "POST",
      "/orders/createorders",
      keys.map(key => sampleOrder(key)),
    );
    expect([status, body.hasErrors]).toEqual([200, true]);
    expect(body.results.map(row => row.orderKey)).toEqual(keys);
    expect(body.results.filter(row => !row.success)).toMatchObject([
      { orderKey: "K3", errorMessage: "'Ship Name' must not be empty." },
      {},
      {},
    ]);
    expect(account.control.orders()).toHaveLength(97);
  });

  it("refuses none and more than 100", async () => {
    const account = await startAccount();
    expect((await account.call("POST", "/orders/createorders", [])).status).toBe(400);
    const many = Array.from({ length: 101 }, (_, index) => sampleOrder(`K${index}`));
    expect((await account.call("POST", "/orders/createorders", many)).status).toBe(400);
    expect(account.control.orders()).toHaveLength(0);
  });

  it("can answer short, reordered or with unknown keys although all is done (fault 21)", async () => {
    const account = await startAccount();
    const send = async () =>
      (
        await account.call<BatchAnswer>(
          "POST",
          "/orders/createorders",
          ["A", "B", "C"].map(key => sampleOrder(key)),
        )
      ).body.results.map(row => row.orderKey);
    account.switches.batchAnswer.dropLast = 1;
    expect(await send()).toEqual(["A", "B"]);
    account.switches.batchAnswer = { dropLast: 0, dropKeys: ["A"], reorder: true, unknownKeys: 0 };
    expect(await send()).toEqual(["C", "B"]);
    account.switches.batchAnswer = { dropLast: 0, dropKeys: [], reorder: false, unknownKeys: 1 };
    const [first, ...rest] = await send();
    expect(first).not.toBe("A");
    expect(rest).toEqual(["B", "C"]);
    expect(account.control.orders()).toHaveLength(3);
  });
});

describe("lists", () => {
  it("matches orderNumber by its beginning", async () => {
    const account = await startAccount();
    await account.create("SO1", "SO10", "SO100", "XSO1");
    const { body } = await account.call<OrderPage>("GET", "/orders?orderNumber=SO1");
    expect(body.orders.map(order => order.orderNumber)).toEqual(["SO1", "SO10", "SO100"]);
  });

  it("filters by Pacific dates in both formats, drops an offset, or honours it by switch", async () => {
    const account = await startAccount();
    await account.create("OLD");
    account.advance(3_600_000);
    await account.create("NEW");
    const keys = async (query: string) =>
      (await account.call<OrderPage>("GET", `/orders?${query}`)).body.orders.map(order => order.orderKey);
    expect(await keys("createDateStart=2026-11-20%2010:30:00")).toEqual(["NEW"]);
    expect(await keys("modifyDateEnd=2026-11-20T10:30:00")).toEqual(["OLD"]);
    expect(await keys("createDateStart=2026-11-20T18:30:00-00:00")).toEqual([]);
    account.switches.honourOffsets = true;
    expect(await keys("createDateStart=2026-11-20T18:30:00-00:00")).toEqual(["NEW"]);
  });

  it("filters by status, store, customer, item, order date and payment date, and sorts", async () => {
    const account = await startAccount();
    await account.create("A", "B");
    await account.call(
      "POST",
      "/orders/createorder",
      sampleOrder("C", {
        orderStatus: "awaiting_payment",
        orderDate: "2026-01-05",
        paymentDate: "2026-01-06",
        shipTo: { name: "Yoda" },
        items: [{ name: "Lamp", options: [{ name: "Colour", value: "Olive" }] }],
      }),
    );
    const keys = async (query: string) =>
      (await account.call<OrderPage>("GET", `/orders?${query}`)).body.orders.map(order => order.orderKey);
    for (const query of [
      "orderStatus=awaiting_payment",
      "customerName=yod",
      "itemKeyword=olive",
      "orderDateEnd=2026-02-01",
      "paymentDateStart=2026-01-01",
    ]) {
      expect(await keys(query), query).toEqual(["C"]);
    }
    expect(await keys("storeId=22766&sortBy=OrderDate&sortDir=DESC")).toEqual(["B", "A", "C"]);
    expect((await account.call("GET", "/orders?sortBy=Colour")).status).toBe(400);
  });

  it("pages from 1 and can show a row on two pages (fault 29)", async () => {
    const account = await startAccount();
    await account.create("A", "B", "C", "D", "E");
    const page = async (number: number) => (await account.call<OrderPage>("GET", `/orders?pageSize=2&page=${number}`)).body;
    expect(await page(3)).toMatchObject({ orders: [{ orderKey: "E" }], total: 5, page: 3, pages: 3 });
    account.switches.rowsOnTwoPages = 1;
    expect((await page(2)).orders.map(order => order.orderKey)).toEqual(["B", "C", "D"]);
    account.switches.pagesField = "zero";
    expect((await page(1)).pages).toBe(0);
  });

  it("answers 500 for a page larger than n that holds a chosen order", async () => {
    const account = await startAccount();
    await account.create("A", "BAD", "C");
    Object.assign(account.switches, { failPageSizeAbove: 1, failPageOrderKeys: ["BAD"] });
    const failed = await account.call("GET", "/orders?pageSize=2");
    expect(failed).toMatchObject({ status: 500, body: { ExceptionMessage: expect.stringContaining("Execution Timeout Expired") } });
    expect((await account.call("GET", "/orders?pageSize=1&page=2")).status).toBe(200);
    expect((await account.call("GET", "/orders?pageSize=2&page=2")).status).toBe(200);
  });
});

describe("actions on orders", () => {
  it("holds until a date, releases by call, and on its own when the day has come", async () => {
    const account = await startAccount();
    const [order] = await account.create("A");
    const hold = () => account.call("POST", "/orders/holduntil", { orderId: order?.orderId, holdUntilDate: "2026-11-22" });
    expect((await hold()).body).toEqual({ success: true, message: "Order held successfully." });
    expect(account.orderBy("A")).toMatchObject({ orderStatus: "on_hold", holdUntilDate: "2026-11-22" });
    const restored = await account.call("POST", "/orders/restorefromhold", { orderId: order?.orderId });
    expect(restored.body).toEqual({ success: true, message: "The requested order has been restored" });
    await hold();
    account.advance(2 * 86_400_000);
    await account.call("GET", "/users");
    expect(account.orderBy("A")).toMatchObject({ orderStatus: "awaiting_shipment", modifyDate: "2026-11-22T10:00:00.0000000" });
  });

  it("tags and lists by tag, assigns users, and moves modifyDate each time", async () => {
    const account = await startAccount();
    const [order] = await account.create("A");
    account.advance(1000);
    expect((await account.call("POST", "/orders/addtag", { orderId: order?.orderId, tagId: 8336 })).body).toEqual({
      success: true,
      message: "Tag added successfully.",
    });
    expect(account.orderBy("A")).toMatchObject({ tagIds: [8336], modifyDate: "2026-11-20T10:00:01.0000000" });
    expect((await account.call<OrderPage>("GET", "/orders/listbytag?orderStatus=awaiting_shipment&tagId=8336")).body.total).toBe(1);
    expect((await account.call("GET", "/orders/listbytag?tagId=8336")).status).toBe(400);
    await account.call("POST", "/orders/removetag", { orderId: order?.orderId, tagId: 8336 });
    expect(account.orderBy("A").tagIds).toBeNull();
    const userId = "c9f06d74-95de-4263-9b04-e87095cababf";
    expect((await account.call("POST", "/orders/assignuser", { orderIds: [order?.orderId], userId })).body).toMatchObject({
      success: true,
    });
    expect(account.orderBy("A").userId).toBe(userId);
    await account.call("POST", "/orders/unassignuser", { orderIds: [order?.orderId] });
    expect(account.orderBy("A").userId).toBeNull();
  });
});

describe("size", () => {
  it("takes 10,000 orders in batches in under 6 s, so 100,000 in a minute, and pages through them by modify date in under 4 s", async () => {
    const account = await startAccount();
    const startedAtMs = performance.now();
    for (let batch = 0; batch < 100; batch += 1) {
      await account.call(
        "POST",
        "/orders/createorders",
        Array.from({ length: 100 }, (_, index) => sampleOrder(`SO${batch * 100 + index}`)),
      );
    }
    const writtenAtMs = performance.now();
    const seen = new Set<number>();
    for (let page = 1; page <= 20; page += 1) {
      const { body } = await account.call<OrderPage>(
        "GET",
        `/orders?modifyDateStart=2026-01-01&sortBy=ModifyDate&pageSize=500&page=${page}`,
      );
      for (const order of body.orders) seen.add(order.orderId);
    }
    expect(seen.size).toBe(10_000);
    expect(writtenAtMs - startedAtMs).toBeLessThan(6000);
    expect(performance.now() - writtenAtMs).toBeLessThan(4000);
  });
});
