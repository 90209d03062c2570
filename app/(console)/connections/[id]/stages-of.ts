import type { StageCount } from "@/components/connections/stage-counts";
import type { StandingOrders } from "@/lib/db/flow";
import type { OrderStatus } from "@/lib/orders/order-status";

/** The four figures over the stages: what is ready, out, to write back, and what waits for a person. */
export function stagesOf(connectionId: string, standing: (status: OrderStatus) => StandingOrders): StageCount[] {
  const together = (...statuses: OrderStatus[]): StandingOrders => {
    const parts = statuses.map(standing);
    const oldest = parts.flatMap(part => part.oldestSince ?? []).sort();
    return { count: parts.reduce((sum, part) => sum + part.count, 0), oldestSince: oldest[0] ?? null };
  };
  const href = (view: string) => `/orders?view=${view}&connection=${connectionId}`;
  return [
    { key: "ready", ...together("ready"), href: href("ready") },
    { key: "at_warehouse", ...together("at_warehouse", "partly_shipped"), href: href("warehouse") },
    { key: "to_write_back", ...together("shipped"), href: href("unwritten") },
    { key: "person", ...together("needs_mapping", "attention"), href: href("person") },
  ];
}
