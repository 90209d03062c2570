"use client";
import { ArrowUpRight } from "lucide-react";
import type { ReactNode } from "react";
import type { Order } from "@/lib/api/schemas/order";
import { Code } from "../patterns/code";
import { Time } from "../patterns/time";
import { useNow, useZone } from "../patterns/time-context";
import { Icon } from "../ui/icon";
import { readShipBy } from "./ship-by";

export interface OrderLinks {
  /** The record in Acumatica, and the order in the warehouse, where their addresses are known. */
  acumatica: string | null;
  warehouse: { name: string; href: string } | null;
}

/** Where to, until when, how, and the same order in the other systems. */
export function OrderFacts({ order, links }: { order: Order; links: OrderLinks }) {
  const { shipTo } = order;
  const street = [shipTo.line1, shipTo.line2, shipTo.line3].filter(Boolean);
  const place = [[shipTo.city, shipTo.state].filter(Boolean).join(", "), shipTo.postalCode].filter(Boolean).join(" ");
  return (
    <dl className="grid gap-x-4 gap-y-3 border-line border-y py-3 md:grid-cols-4">
      <Fact label="Ship to">
        <div>{shipTo.name || order.customerName}</div>
        {shipTo.company && shipTo.company !== shipTo.name && <div>{shipTo.company}</div>}
        {street.map(line => (
          <div key={line}>{line}</div>
        ))}
        <div>{place || <span className="text-bad">No city given</span>}</div>
        {shipTo.country && shipTo.country !== "US" && <div>{shipTo.country}</div>}
      </Fact>
      <Fact label="Ship by">
        <ShipByFact order={order} />
      </Fact>
      <Fact label="Ship Via">
        {order.shipVia ? <Code>{order.shipVia}</Code> : <span className="text-ink-3">None</span>}
        <div className="text-ink-2">{methodWords(order.shipMethod)}</div>
      </Fact>
      <Fact label="Elsewhere">
        <Elsewhere name="Acumatica" code={order.sourceKey} href={links.acumatica} />
        <Elsewhere name={links.warehouse?.name ?? order.warehouseName} code={order.warehouseKey} href={links.warehouse?.href ?? null} />
      </Fact>
    </dl>
  );
}

function ShipByFact({ order }: { order: Order }) {
  const now = useNow();
  const zone = useZone();
  if (!order.shipByAt) return <span className="text-ink-3">No date asked for</span>;
  const { words } = readShipBy(order.shipByAt, { now, zone, accepted: true });
  return words.includes(":") ? <Time at={order.shipByAt} withZone /> : <span>{words}</span>;
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0 break-words">
      <dt className="text-help text-ink-3">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Elsewhere({ name, code, href }: { name: string; code: string; href: string | null }) {
  if (!href) {
    return (
      <div>
        {name} <Code className="text-ink-2">{code}</Code>
      </div>
    );
  }
  return (
    <div>
      <a href={href} target="_blank" rel="noreferrer" className="link inline-flex items-center gap-0.5">
        {name}
        <Icon of={ArrowUpRight} size={12} />
      </a>
    </div>
  );
}

/** The mapped carrier and service, or what is asked for in words. */
export function methodWords(method: unknown): string | null {
  if (typeof method !== "object" || method === null) return null;
  const { carrierCode, serviceCode, requestedService } = method as Record<string, unknown>;
  if (typeof serviceCode === "string") return [carrierCode, serviceCode].filter(Boolean).join(", ");
  return typeof requestedService === "string" ? `Asked for as “${requestedService}”` : null;
}
