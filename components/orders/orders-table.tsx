"use client";
import Link from "next/link";
import type { OrderSummary } from "@/lib/api/schemas/order";
import { Code } from "../patterns/code";
import { type Column, DataTable } from "../patterns/data-table";
import { formatNumber } from "../patterns/format-number";
import { OrderStatusMark } from "../patterns/order-status";
import { Age, ZoneName } from "../patterns/time";
import { useNow, useZone } from "../patterns/time-context";
import { readShipBy } from "./ship-by";

const OVER = new Set(["completed", "cancelled", "skipped", "archived"]);

/** One row per order: what it is, whose, how far over, where to, until when, how long in this stage, tracking. */
export function OrdersTable({ orders }: { orders: OrderSummary[] }) {
  const columns: Column<OrderSummary>[] = [
    { key: "number", head: "Order", cell: order => <OrderNumber order={order} /> },
    { key: "merchant", head: "Merchant", cell: order => order.merchantName },
    { key: "status", head: "Status", cell: order => <OrderStatusMark order={order} reason={reasonOf(order)} inRow /> },
    { key: "place", head: "Ship to", from: "lg", cell: order => order.shipToPlace ?? <span className="text-bad">No city given</span> },
    { key: "units", head: "Units", align: "right", className: "pr-2", cell: order => formatNumber(order.unitsOrdered) },
    {
      key: "via",
      head: "Ship Via",
      from: "lg",
      cell: order => (order.shipVia ? <Code className="text-ink-2">{order.shipVia}</Code> : <span className="text-ink-3">–</span>),
    },
    {
      key: "by",
      head: (
        <>
          Ship by, <ZoneName />
        </>
      ),
      from: "xl",
      cell: order => <ShipBy order={order} />,
    },
    {
      key: "age",
      head: "In this stage",
      align: "right",
      className: "whitespace-nowrap max-xl:pr-[var(--gutter)]",
      cell: order => <Age since={order.statusSince} inRow />,
    },
    { key: "tracking", head: "Tracking", from: "xl", className: "pl-3", cell: order => <Tracking numbers={order.trackingNumbers} /> },
  ];
  return (
    <DataTable
      caption="Orders"
      columns={columns}
      rows={orders}
      rowKey={order => order.id}
      bleed
      stickyHead
      phoneRow={order => (
        <div className="grid gap-0.5">
          <div className="flex items-center justify-between gap-3">
            <OrderNumber order={order} />
            <span className="text-help text-ink-3">
              <Age since={order.statusSince} inRow />
            </span>
          </div>
          <OrderStatusMark order={order} reason={reasonOf(order)} inRow />
          <div className="truncate text-help text-ink-3">
            {order.merchantName}
            {order.shipToPlace && `, ${order.shipToPlace}`}
          </div>
        </div>
      )}
    />
  );
}

function OrderNumber({ order }: { order: OrderSummary }) {
  return (
    <Link href={`/orders/${order.id}`} className="mono rounded-seg font-medium hover:underline">
      {order.number}
    </Link>
  );
}

/** Only where it says more than the status does. */
function reasonOf(order: OrderSummary): string | null {
  return order.status === "ready" || order.status === "at_warehouse" ? null : order.statusReason;
}

function ShipBy({ order }: { order: OrderSummary }) {
  const now = useNow();
  const zone = useZone();
  if (!order.shipByAt) return <span className="text-ink-3">–</span>;
  if (order.shippedAt && order.unitsShipped >= order.unitsOrdered) return <span className="text-ink-3">Shipped</span>;
  const { words, state } = readShipBy(order.shipByAt, { now, zone, accepted: order.acceptedAt !== null });
  if (OVER.has(order.status)) return <span className="text-ink-3">{words}</span>;
  const tone = { fine: undefined, at_risk: "text-warn", past: "text-bad" }[state];
  const note = { fine: "", at_risk: ", at risk", past: ", past" }[state];
  return <span className={tone}>{`${words}${note}`}</span>;
}

function Tracking({ numbers }: { numbers: string[] }) {
  const [first, ...rest] = numbers;
  if (!first) return null;
  return (
    <span className="whitespace-nowrap">
      <Code className="text-ink-2">{first}</Code>
      {rest.length > 0 && <span className="text-ink-3"> +{rest.length}</span>}
    </span>
  );
}
