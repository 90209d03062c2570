import { parseWall } from "./pacific-time";
import { answerPage, sortRows } from "./paging";
import type { RequestQuery } from "./request-query";
import type { FulfillmentRecord, Shipment, ShipmentRecord } from "./shipment-types";
import { voidShipment } from "./void-label";
import type { World } from "./world";

type Test<T> = (record: T) => boolean;

function shipmentTests(query: RequestQuery): Test<ShipmentRecord>[] {
  const tests: Test<ShipmentRecord>[] = [];
  const equal = (name: string, of: (doc: Shipment) => string | number | null) => {
    const wanted = query.text(name)?.toLowerCase();
    if (wanted) tests.push(({ doc }) => String(of(doc) ?? "").toLowerCase() === wanted);
  };
  equal("orderNumber", doc => doc.orderNumber);
  equal("orderId", doc => doc.orderId);
  equal("carrierCode", doc => doc.carrierCode);
  equal("serviceCode", doc => doc.serviceCode);
  equal("trackingNumber", doc => doc.trackingNumber);
  equal("recipientCountryCode", doc => doc.shipTo.country);
  equal("storeId", doc => doc.advancedOptions.storeId);
  const recipient = query.text("recipientName")?.toLowerCase();
  if (recipient) tests.push(({ doc }) => doc.shipTo.name?.toLowerCase().includes(recipient) ?? false);
  const batchId = query.integer("batchId");
  if (batchId !== null) tests.push(record => record.batchId === batchId);
  const dates = (name: string, of: (record: ShipmentRecord) => number | null) => {
    const wanted = query.dates(name);
    if (!wanted) return;
    tests.push(record => {
      const wall = of(record);
      return wall !== null && wall >= wanted.from && wall <= wanted.to;
    });
  };
  dates("createDate", record => record.createdWall);
  dates("shipDate", record => record.shipWall);
  dates("voidDate", record => record.voidWall);
  return tests;
}

function voidWhatWasPickedUp(world: World, shown: ShipmentRecord[]): void {
  const { voidAfterPickupKeys } = world.switches;
  for (const record of shown) {
    const isFirstTime = !record.isPickedUp;
    record.isPickedUp = true;
    const isChosen = voidAfterPickupKeys.includes("*") || voidAfterPickupKeys.includes(record.doc.orderKey ?? "");
    if (isFirstTime && isChosen && !record.doc.voided) voidShipment(world, record);
  }
}

/** GET /shipments: bought labels only, `createDate` ascending; items only with `includeShipmentItems=true`. @throws VendorError */
export function listShipments(world: World, query: RequestQuery) {
  const created = query.dates("createDate");
  const tests = shipmentTests(query);
  const { state, switches } = world;
  const pool = created ? state.shipmentsByCreated.range(created.from, created.to) : [...state.shipments.values()];
  const rows = pool.filter(record => tests.every(test => test(record)));
  const sortBy = query.choice("sortBy", ["ShipDate", "CreateDate"]) ?? "CreateDate";
  const isDescending = query.choice("sortDir", ["ASC", "DESC"]) === "DESC";
  const key = (record: ShipmentRecord) => (sortBy === "ShipDate" ? record.shipWall : record.createdWall);
  const isShowingItems = (query.flag("includeShipmentItems") ?? false) && switches.shipmentItems === "on_request";
  const page = answerPage({
    world,
    query,
    collection: "shipments",
    rows: sortRows(rows, key, record => record.doc.shipmentId, isDescending),
    show: ({ doc }) => (isShowingItems ? { ...doc } : { ...doc, shipmentItems: null }),
    keyOf: ({ doc }) => doc.orderKey,
  });
  voidWhatWasPickedUp(world, page.shown);
  return { status: page.status, body: page.body };
}

/** GET /fulfillments: what was shipped elsewhere. No items and no order key. @throws VendorError */
export function listFulfillments(world: World, query: RequestQuery) {
  const tests: Test<FulfillmentRecord>[] = [];
  for (const field of ["fulfillmentId", "orderId", "orderNumber", "trackingNumber"] as const) {
    const wanted = query.text(field)?.toLowerCase();
    if (wanted) tests.push(({ doc }) => String(doc[field] ?? "").toLowerCase() === wanted);
  }
  const recipient = query.text("recipientName")?.toLowerCase();
  if (recipient) tests.push(({ doc }) => doc.shipTo.name?.toLowerCase().includes(recipient) ?? false);
  const created = query.dates("createDate");
  if (created) tests.push(record => record.createdWall >= created.from && record.createdWall <= created.to);
  const shipped = query.dates("shipDate");
  if (shipped) tests.push(record => record.shipWall >= shipped.from && record.shipWall <= shipped.to);
  const sortBy = query.choice("sortBy", ["ShipDate", "CreateDate"]) ?? "CreateDate";
  const isDescending = query.choice("sortDir", ["ASC", "DESC"]) === "DESC";
  const rows = sortRows(
    [...world.state.fulfillments.values()].filter(record => tests.every(test => test(record))),
    record => (sortBy === "ShipDate" ? (parseWall(record.doc.shipDate, false) ?? 0) : record.createdWall),
    record => record.doc.fulfillmentId,
    isDescending,
  );
  const page = answerPage({ world, query, collection: "fulfillments", rows, show: ({ doc }) => doc });
  return { status: page.status, body: page.body };
}
