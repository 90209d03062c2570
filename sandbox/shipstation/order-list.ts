import { ORDER_STATUSES, type OrderRecord } from "./order-types";
import { answerPage, sortRows } from "./paging";
import type { RequestQuery } from "./request-query";
import { ruleError } from "./vendor-error";
import type { World } from "./world";

type Test = (record: OrderRecord) => boolean;

function includes(text: string | null, part: string): boolean {
  return text?.toLowerCase().includes(part) ?? false;
}

function textTests(query: RequestQuery): Test[] {
  const tests: Test[] = [];
  const customer = query.text("customerName")?.toLowerCase();
  if (customer) tests.push(({ doc }) => includes(doc.shipTo.name, customer) || includes(doc.billTo.name, customer));
  const keyword = query.text("itemKeyword")?.toLowerCase();
  if (keyword) {
    tests.push(({ doc }) =>
      doc.items.some(
        item =>
          includes(item.sku, keyword) ||
          includes(item.name, keyword) ||
          item.options.some(({ name, value }) => includes(name, keyword) || includes(value, keyword)),
      ),
    );
  }
  // A prefix, not equality: "SO1" finds "SO10" too (ShipStation: List Orders).
  const number = query.text("orderNumber")?.toLowerCase();
  if (number) tests.push(({ doc }) => doc.orderNumber.toLowerCase().startsWith(number));
  return tests;
}

function exactTests(query: RequestQuery): Test[] {
  const tests: Test[] = [];
  const status = query.choice("orderStatus", ORDER_STATUSES);
  if (status) tests.push(({ doc }) => doc.orderStatus === status);
  const storeId = query.integer("storeId");
  if (storeId !== null) tests.push(({ doc }) => doc.advancedOptions.storeId === storeId);
  const batch = query.text("importBatch");
  if (batch) tests.push(record => record.importBatch === batch);
  const country = query.text("customsCountryCode")?.toUpperCase();
  if (country) {
    tests.push(({ doc }) =>
      (doc.internationalOptions.customsItems ?? []).some(item => (item as { countryOfOrigin?: unknown }).countryOfOrigin === country),
    );
  }
  return tests;
}

function dateTests(query: RequestQuery): Test[] {
  const tests: Test[] = [];
  const add = (name: string, wallOf: (record: OrderRecord) => number | null) => {
    const dates = query.dates(name);
    if (!dates) return;
    tests.push(record => {
      const wall = wallOf(record);
      return wall !== null && wall >= dates.from && wall <= dates.to;
    });
  };
  add("createDate", record => record.createdWall);
  add("modifyDate", record => record.modifiedWall);
  add("orderDate", record => record.orderWall);
  add("paymentDate", record => record.paymentWall);
  return tests;
}

/** The smallest set an index can give; the tests narrow it further. */
function candidates(world: World, query: RequestQuery): Iterable<OrderRecord> {
  const modified = query.dates("modifyDate");
  if (modified) return world.state.ordersByModified.range(modified.from, modified.to);
  const created = query.dates("createDate");
  return created ? world.state.ordersByCreated.range(created.from, created.to) : world.state.orders.values();
}

const SORT_KEYS: Record<"OrderDate" | "ModifyDate" | "CreateDate" | "OrderId", (record: OrderRecord) => number> = {
  OrderDate: record => record.orderWall,
  ModifyDate: record => record.modifiedWall,
  CreateDate: record => record.createdWall,
  OrderId: record => record.doc.orderId,
};

/** GET /orders with every documented filter; `orderId` ascending unless asked otherwise. Deleted orders never show. @throws VendorError */
export function listOrders(world: World, query: RequestQuery) {
  const tests = [...exactTests(query), ...dateTests(query), ...textTests(query)];
  const rows: OrderRecord[] = [];
  for (const record of candidates(world, query)) if (record.active && tests.every(test => test(record))) rows.push(record);
  return pageOf(world, query, rows);
}

function pageOf(world: World, query: RequestQuery, rows: OrderRecord[]) {
  const sortBy = query.choice("sortBy", ["OrderDate", "ModifyDate", "CreateDate"]) ?? "OrderId";
  const isDescending = query.choice("sortDir", ["ASC", "DESC"]) === "DESC";
  const sorted = sortRows(rows, SORT_KEYS[sortBy], record => record.doc.orderId, isDescending);
  const page = answerPage({ world, query, collection: "orders", rows: sorted, show: ({ doc }) => doc, keyOf: ({ doc }) => doc.orderKey });
  return { status: page.status, body: page.body };
}

/** GET /orders/listbytag: status and tag are both required. @throws VendorError */
export function listOrdersByTag(world: World, query: RequestQuery) {
  const status = query.choice("orderStatus", ORDER_STATUSES);
  const tagId = query.integer("tagId");
  if (!status) throw ruleError("'orderStatus' must not be empty.");
  if (tagId === null) throw ruleError("'tagId' must not be empty.");
  const rows = [...world.state.orders.values()].filter(
    ({ active, doc }) => active && doc.orderStatus === status && (doc.tagIds?.includes(tagId) ?? false),
  );
  return pageOf(world, query, rows);
}
