import { nextNumber } from "./numbering";
import { recountOrder } from "./order-state";
import { createRandom, type Random } from "./random";
import { lineStamp, type Row, round, text } from "./rows";
import { FIRST_NAMES, ITEMS, LAST_NAMES, NOTES, PLACES, SECOND_LINES, SHIP_VIAS, STREETS } from "./seed-data";
import { buildShipmentFromOrder } from "./shipment-build";
import type { Site } from "./site";
import { linkShipment, type Tenant, tableOf } from "./world";

export interface SeedRequest {
  /** Sales orders ready to be shipped. */
  orders?: number;
  /** Open shipments, each with its own sales order in Shipping. */
  shipments?: number;
  /** Most lines an order has (1 to this many); default 4. */
  lines?: number;
  /** Lines are spread over these; default MAIN. */
  warehouses?: string[];
  /** "Last changed" is spread evenly over this many days up to now; default 7. */
  spreadDays?: number;
  /** All records carry this one stamp (`true` = now). */
  sameTimestamp?: boolean | string;
  /** Status → share; the rest is Open. */
  statuses?: Record<string, number>;
  seed?: number;
  tenant?: string;
}

export interface SeedResult {
  orders: string[];
  shipments: string[];
}

interface Scene {
  site: Site;
  tenant: Tenant;
  random: Random;
  request: SeedRequest;
  customers: [Row, ...Row[]];
}

const DAY_MS = 86_400_000;

function shipTo(random: Random): { ShipToAddress: Row; ShipToContact: Row } {
  const [city, state, zip] = random.pick(PLACES);
  const first = random.pick(FIRST_NAMES);
  const last = random.pick(LAST_NAMES);
  return {
    ShipToAddress: {
      id: "",
      AddressLine1: `${random.below(9000) + 100} ${random.pick(STREETS)}`,
      AddressLine2: random.pick(SECOND_LINES),
      City: city,
      State: state,
      PostalCode: zip,
      Country: "US",
    },
    ShipToContact: {
      id: "",
      BusinessName: `${first} ${last}`,
      Attention: random.chance(0.2) ? "Receiving" : "",
      Email: `${first}.${last.replace(/[^A-Za-z]/g, "")}@example.com`.toLowerCase(),
      Phone1: `+1 (555) 01${random.below(10)}-${String(random.below(10_000)).padStart(4, "0")}`,
    },
  };
}

function seedLines({ random, request }: Scene, stampMs: number): Row[] {
  const date = new Date(stampMs).toISOString().slice(0, 10);
  const changed = lineStamp(stampMs);
  const count = random.below(request.lines ?? 4) + 1;
  const warehouses = request.warehouses?.length ? request.warehouses : ["MAIN"];
  const start = random.below(ITEMS.length);
  return Array.from({ length: count }, (_, index) => {
    const [sku, description, price] = ITEMS[(start + index * 7) % ITEMS.length] ?? ITEMS[0];
    return {
      id: random.guid(),
      LineNbr: index + 1,
      InventoryID: sku,
      LineDescription: description,
      OrderQty: random.below(4) + 1,
      UnitPrice: price,
      UOM: "EA",
      WarehouseID: warehouses[random.below(warehouses.length)] ?? "MAIN",
      RequestedOn: date,
      ShipOn: date,
      LastModifiedDate: changed,
    };
  });
}

function statusOf({ random, request }: Scene): string {
  let share = random.below(1_000_000) / 1_000_000;
  for (const [status, part] of Object.entries(request.statuses ?? {})) {
    if (share < part) return status;
    share -= part;
  }
  return "Open";
}

function seedOrder(scene: Scene, { stampMs, status }: { stampMs: number; status: string }): Row {
  const { site, tenant, random } = scene;
  const customer = random.pick(scene.customers);
  const date = new Date(stampMs).toISOString().slice(0, 10);
  const number = nextNumber(tenant, "SalesOrder");
  const order: Row = {
    id: random.guid(),
    OrderType: "SO",
    OrderNbr: number,
    Status: status,
    Hold: status === "On Hold",
    CustomerID: text(customer, "CustomerID"),
    CustomerOrder: `WEB-${100_000 + Number(number.slice(2))}`,
    ExternalRef: String(100_000 + Number(number.slice(2))),
    Description: `Store order ${100_000 + Number(number.slice(2))}`,
    Date: date,
    EffectiveDate: date,
    RequestedOn: date,
    CreatedDate: stampMs - random.below(3600) * 1000,
    ShipVia: random.pick(SHIP_VIAS)[0],
    Details: seedLines(scene, stampMs),
    ...shipTo(random),
    ...(random.chance(0.15) ? { _note: random.pick(NOTES) } : {}),
  };
  order._weight = round(random.below(2000) / 100);
  recountOrder({ site, tenant }, order);
  tableOf(tenant, "SalesOrder").save(order, stampMs);
  return order;
}

function seedShipment({ site, tenant }: Scene, order: Row, stampMs: number): string {
  const [firstLine] = order.Details as Row[];
  const shipment = buildShipmentFromOrder(
    { site, tenant },
    { order, warehouseId: text(firstLine ?? order, "WarehouseID"), shipmentDate: text(order, "Date") },
  );
  shipment.ShipmentNbr = nextNumber(tenant, "Shipment");
  shipment.CreatedDateTime = stampMs;
  linkShipment(tenant, shipment);
  tableOf(tenant, "Shipment").save(shipment, stampMs);
  order.Status = "Shipping";
  recountOrder({ site, tenant }, order);
  return text(shipment, "ShipmentNbr");
}

function stamps(site: Site, { spreadDays = 7, sameTimestamp }: SeedRequest, count: number): (index: number) => number {
  const now = site.clock.now();
  if (sameTimestamp) {
    const at = sameTimestamp === true ? now : Date.parse(sameTimestamp);
    return () => at;
  }
  const stepMs = (spreadDays * DAY_MS) / Math.max(1, count);
  return index => Math.round(now - (count - 1 - index) * stepMs);
}

/** Fills a tenant with varied orders and open shipments. A hundred thousand take a few seconds; the journal gets one entry. */
export function seedOrders(site: Site, tenant: Tenant, request: SeedRequest): SeedResult {
  const [first, ...others] = tableOf(tenant, "Customer").all();
  if (!first) throw new Error("Seeding orders needs customers");
  const scene: Scene = {
    site,
    tenant,
    random: createRandom((request.seed ?? 1) + (tenant.counters.SalesOrder ?? 0)),
    request,
    customers: [first, ...others],
  };
  const orderCount = request.orders ?? 0;
  const total = orderCount + (request.shipments ?? 0);
  const stampOf = stamps(site, request, total);
  const result: SeedResult = { orders: [], shipments: [] };
  for (let index = 0; index < total; index += 1) {
    const isShipment =
      index % Math.ceil(total / Math.max(1, request.shipments ?? 0)) === 0 && result.shipments.length < (request.shipments ?? 0);
    const mustShip = isShipment || total - index <= (request.shipments ?? 0) - result.shipments.length;
    const order = seedOrder(scene, { stampMs: stampOf(index), status: mustShip ? "Open" : statusOf(scene) });
    if (mustShip) result.shipments.push(seedShipment(scene, order, stampOf(index)));
    else result.orders.push(text(order, "OrderNbr"));
  }
  site.journal.effect("seeded", { tenant: tenant.name, orders: result.orders.length, shipments: result.shipments.length });
  site.changed();
  return result;
}
