import type { Carrier, Customer, Product, Store, Subscription, Warehouse } from "./account-types";
import type { OrderRecord } from "./order-types";
import { FIRST_CARRIERS, FIRST_STORES, FIRST_TAGS, FIRST_USERS, FIRST_WAREHOUSES } from "./seed-data";
import type { FulfillmentRecord, ShipmentRecord } from "./shipment-types";
import { SortedIndex } from "./sorted-index";

/** First number of each kind; far apart, so that a mix-up of ids shows at once. */
const FIRST_NUMBERS = {
  order: 140_335_319,
  item: 192_210_956,
  shipment: 33_974_374,
  fulfillment: 246_310,
  product: 7_854_008,
  customer: 37_701_499,
  customerUser: 67_195_020,
  warehouse: 18_000,
  webhook: 123_456,
  batch: 144_015_674,
  batchNumber: 100_300,
  tracking: 1_000_001,
};
export type NumberKind = keyof typeof FIRST_NUMBERS;

/** Everything the account holds, as plain JSON: what a snapshot keeps. */
export interface SavedState {
  numbers: Record<NumberKind, number>;
  keys: [apiKey: string, apiSecret: string][];
  orders: OrderRecord[];
  shipments: ShipmentRecord[];
  fulfillments: FulfillmentRecord[];
  webhooks: Subscription[];
  products: Product[];
  customers: Customer[];
  stores: Store[];
  warehouses: Warehouse[];
  carriers: Carrier[];
}

export const DEFAULT_KEY = { apiKey: "sandbox-key", apiSecret: "sandbox-secret" };

function freshState(): SavedState {
  return structuredClone({
    numbers: FIRST_NUMBERS,
    keys: [[DEFAULT_KEY.apiKey, DEFAULT_KEY.apiSecret] as [string, string]],
    orders: [],
    shipments: [],
    fulfillments: [],
    webhooks: [],
    products: [],
    customers: [],
    stores: FIRST_STORES,
    warehouses: FIRST_WAREHOUSES,
    carriers: FIRST_CARRIERS,
  });
}

/** One ShipStation account in memory, with the indexes that keep 100,000 orders quick. */
export class State {
  numbers: Record<NumberKind, number> = { ...FIRST_NUMBERS };
  keys = new Map<string, string>();
  readonly tags = FIRST_TAGS;
  readonly users = FIRST_USERS;
  orders = new Map<number, OrderRecord>();
  /** Orders sharing a key: more than one only after a split. */
  orderIdsByKey = new Map<string, number[]>();
  ordersByCreated = orderIndex("createdWall");
  ordersByModified = orderIndex("modifiedWall");
  heldIds = new Set<number>();
  shipments = new Map<number, ShipmentRecord>();
  shipmentIdsByOrder = new Map<number, number[]>();
  shipmentsByCreated = shipmentIndex();
  fulfillments = new Map<number, FulfillmentRecord>();
  webhooks = new Map<number, Subscription>();
  products = new Map<number, Product>();
  productIdBySku = new Map<string, number>();
  customers = new Map<number, Customer>();
  customerIdByUsername = new Map<string, number>();
  stores: Store[] = [];
  warehouses: Warehouse[] = [];
  carriers: Carrier[] = [];

  constructor(saved: SavedState | null) {
    this.load(saved ?? freshState());
  }

  next(kind: NumberKind): number {
    return this.numbers[kind]++;
  }

  reset(): void {
    this.load(freshState());
  }

  addOrder(record: OrderRecord): void {
    const { orderId, orderKey } = record.doc;
    this.orders.set(orderId, record);
    if (!record.isDeleted) this.orderIdsByKey.set(orderKey, [...(this.orderIdsByKey.get(orderKey) ?? []), orderId]);
    this.ordersByCreated.add(record);
    this.ordersByModified.add(record);
    this.noteHold(record);
  }

  /** Keeps the list of held orders in step with an order's status. */
  noteHold({ doc }: OrderRecord): void {
    if (doc.orderStatus === "on_hold" && doc.holdUntilDate) this.heldIds.add(doc.orderId);
    else this.heldIds.delete(doc.orderId);
  }

  /** A deleted order gives its key back. */
  forgetKey({ doc }: OrderRecord): void {
    const rest = (this.orderIdsByKey.get(doc.orderKey) ?? []).filter(id => id !== doc.orderId);
    if (rest.length === 0) this.orderIdsByKey.delete(doc.orderKey);
    else this.orderIdsByKey.set(doc.orderKey, rest);
  }

  addShipment(record: ShipmentRecord): void {
    const { shipmentId, orderId } = record.doc;
    this.shipments.set(shipmentId, record);
    if (orderId !== null) this.shipmentIdsByOrder.set(orderId, [...(this.shipmentIdsByOrder.get(orderId) ?? []), shipmentId]);
    this.shipmentsByCreated.add(record);
  }

  shipmentsOf(orderId: number): ShipmentRecord[] {
    const ids = this.shipmentIdsByOrder.get(orderId) ?? [];
    return ids.flatMap(id => this.shipments.get(id) ?? []);
  }

  addProduct(product: Product): void {
    this.products.set(product.productId, product);
    this.productIdBySku.set(product.sku, product.productId);
  }

  addCustomer(customer: Customer): void {
    this.customers.set(customer.customerId, customer);
    for (const entry of customer.marketplaceUsernames) this.customerIdByUsername.set(String(entry.username), customer.customerId);
  }

  save(): SavedState {
    return {
      numbers: this.numbers,
      keys: [...this.keys],
      orders: [...this.orders.values()],
      shipments: [...this.shipments.values()],
      fulfillments: [...this.fulfillments.values()],
      webhooks: [...this.webhooks.values()],
      products: [...this.products.values()],
      customers: [...this.customers.values()],
      stores: this.stores,
      warehouses: this.warehouses,
      carriers: this.carriers,
    };
  }

  private load(saved: SavedState): void {
    this.numbers = { ...saved.numbers };
    this.keys = new Map(saved.keys);
    this.clearIndexes();
    for (const record of saved.orders) this.addOrder(record);
    for (const record of saved.shipments) this.addShipment(record);
    this.fulfillments = new Map(saved.fulfillments.map(record => [record.doc.fulfillmentId, record]));
    this.webhooks = new Map(saved.webhooks.map(webhook => [webhook.id, webhook]));
    for (const product of saved.products) this.addProduct(product);
    for (const customer of saved.customers) this.addCustomer(customer);
    this.stores = saved.stores;
    this.warehouses = saved.warehouses;
    this.carriers = saved.carriers;
  }

  private clearIndexes(): void {
    for (const map of [this.orders, this.orderIdsByKey, this.shipments, this.shipmentIdsByOrder]) map.clear();
    for (const map of [this.products, this.productIdBySku, this.customers, this.customerIdByUsername]) map.clear();
    this.heldIds.clear();
    this.ordersByCreated = orderIndex("createdWall");
    this.ordersByModified = orderIndex("modifiedWall");
    this.shipmentsByCreated = shipmentIndex();
  }
}

function orderIndex(field: "createdWall" | "modifiedWall"): SortedIndex<OrderRecord> {
  return new SortedIndex(
    record => record[field],
    record => record.doc.orderId,
  );
}

function shipmentIndex(): SortedIndex<ShipmentRecord> {
  return new SortedIndex(
    record => record.createdWall,
    record => record.doc.shipmentId,
  );
}
