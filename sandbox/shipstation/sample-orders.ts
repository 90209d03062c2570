import { randomUUID } from "node:crypto";
import type { Json } from "./json-fields";
import { notifyImported, upsertOrder } from "./order-upsert";
import { formatWall } from "./pacific-time";
import type { World } from "./world";
import { wallNow } from "./world";

/** Orders to play with when no connector has sent any. */

const PEOPLE = [
  ["Ana Whitcomb", "41 Juniper Way", "Bend", "OR", "97701"],
  ["Marcus Oyelaran", "880 Canal St", "Duluth", "MN", "55802"],
  ["Priya Raman", "17 Franklin St", "Chapel Hill", "NC", "27514"],
  ["Joel Sandoval", "209 Water St", "Santa Fe", "NM", "87501"],
  ["Greta Lindqvist", "5 Battery Park", "Burlington", "VT", "05401"],
  ["Theo Marchetti", "3412 Pacific Ave", "Tacoma", "WA", "98418"],
] as const;

const GOODS = [
  ["TENT-2P-GRN", "Two-person tent, green", 189, 78],
  ["MUG-ENAMEL", "Enamel mug", 14.5, 9],
  ["STOVE-MINI", "Folding stove", 46, 22],
  ["ROPE-30M", "Static rope 30 m", 88.9, 64],
  ["SOCK-WOOL-M", "Wool socks, M", 17.25, 4],
  ["LAMP-HEAD", "Head lamp", 39.95, 6],
] as const;

function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}

function sampleOrder(world: World, index: number, prefix: string): Json {
  const [name, street1, city, state, postalCode] = pick(PEOPLE, index);
  const now = formatWall(wallNow(world));
  const number = `${prefix}${String(100_001 + index)}`;
  const items = Array.from({ length: 1 + (index % 3) }, (_, line) => {
    const [sku, title, unitPrice, ounces] = pick(GOODS, index + line * 2);
    return {
      lineItemKey: `${number}-${line + 1}`,
      sku,
      name: title,
      quantity: 1 + ((index + line) % 4),
      unitPrice,
      weight: { value: ounces, units: "ounces" },
    };
  });
  const address = { name, street1, city, state, postalCode, country: "US", phone: "555-0100" };
  return {
    orderNumber: number,
    orderKey: number,
    orderDate: now,
    paymentDate: now,
    orderStatus: "awaiting_shipment",
    customerUsername: `${name.split(" ")[0]?.toLowerCase()}@example.com`,
    customerEmail: `${name.split(" ")[0]?.toLowerCase()}@example.com`,
    billTo: address,
    shipTo: address,
    items,
    requestedShippingService: pick(["Ground", "2 Day", "Priority Mail"], index),
    advancedOptions: { source: "Sandbox" },
  };
}

/** Adds sample orders; known keys are skipped, so that it can be asked again. */
export function seedSamples(world: World, { count = 12, prefix = "DEMO-" }: { count?: number; prefix?: string }): { created: number } {
  const importBatch = randomUUID();
  const outcomes = [];
  for (let index = 0; outcomes.length < Number(count); index += 1) {
    const order = sampleOrder(world, index, prefix);
    if (!world.state.orderIdsByKey.has(String(order.orderKey))) outcomes.push(upsertOrder(world, order, importBatch));
  }
  notifyImported(world, outcomes, importBatch);
  return { created: outcomes.length };
}
