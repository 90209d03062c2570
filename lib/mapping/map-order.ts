import type { SourceOrder, SourceOrderLine } from "@/lib/orders/source-order";

export interface MappingTables {
  /** Inventory ID → what the warehouse calls it. */
  skus: ReadonlyMap<string, string>;
  /** Ship Via → carrier and service at the warehouse. */
  shipMethods: ReadonlyMap<string, { carrierCode: string; serviceCode: string }>;
}

/** What happens to a value without a match: it goes as it is, or the order waits. */
export interface MappingPolicy {
  unmappedSku: "send" | "hold";
  unmappedShipMethod: "send" | "hold";
}

export interface MappedOrder {
  lines: (SourceOrderLine & { warehouseSku: string })[];
  shipMethod: { carrierCode: string; serviceCode: string } | { requestedService: string } | null;
  /** What must be matched before the order may go; empty when nothing is missing. */
  missing: { kind: "sku" | "ship_method"; from: string }[];
}

/** Translates the shippable, open lines and the ship method. Pure: the same order and tables give the same result. */
export function mapOrder(order: SourceOrder, tables: MappingTables, policy: MappingPolicy): MappedOrder {
  const missing = new Map<string, MappedOrder["missing"][number]>();
  const lines = order.lines
    .filter(line => line.shippable && Number(line.openQuantity) > 0)
    .map(line => {
      const match = tables.skus.get(line.sku);
      if (match === undefined && policy.unmappedSku === "hold") missing.set(`sku ${line.sku}`, { kind: "sku", from: line.sku });
      return { ...line, warehouseSku: match ?? line.sku };
    });
  const method = order.shipVia ? tables.shipMethods.get(order.shipVia) : undefined;
  if (order.shipVia && !method && policy.unmappedShipMethod === "hold") {
    missing.set(`ship_method ${order.shipVia}`, { kind: "ship_method", from: order.shipVia });
  }
  const inWords = order.shipVia ? { requestedService: order.shipVia } : null;
  return { lines, shipMethod: method ?? inWords, missing: [...missing.values()] };
}
