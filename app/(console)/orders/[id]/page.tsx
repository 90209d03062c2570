import type { Metadata } from "next";
import { OrderActions } from "@/components/orders/order-actions";
import { OrderFacts } from "@/components/orders/order-facts";
import { OrderItems } from "@/components/orders/order-items";
import { OrderShipments } from "@/components/orders/order-shipments";
import { OrderStages } from "@/components/orders/order-stages";
import { OrderStrip } from "@/components/orders/order-strip";
import { WriteBackTable } from "@/components/orders/write-back-table";
import { EventSheetFrame, EventTimeline } from "@/components/patterns/event-sheet";
import { OrderStatusMark } from "@/components/patterns/order-status";
import { PageHeader } from "@/components/patterns/page-header";
import { Section } from "@/components/patterns/section";
import { LiveRefresh } from "@/components/runs/live-refresh";
import { Tag } from "@/components/ui/tag";
import { getOrder } from "@/lib/db/orders";
import { getStore } from "@/lib/db/stores";
import { readSearch } from "../../../read-search";
import { guardPage, readOr404 } from "../../guard-page";
import { readFoundExchange } from "../../read-found-exchange";
import { actOnOrderAction } from "../actions";
import { linksOf } from "./links-of";

export const metadata: Metadata = { title: "Order" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ event?: string }>;
}

export default async function OrderPage({ params, searchParams }: Props) {
  const context = await guardPage("orders:read");
  const [{ id }, { event: eventId }] = await Promise.all([params, readSearch(searchParams)]);
  const order = await readOr404(id, () => getOrder(context.scope, { id }));
  const [store, found] = await Promise.all([
    getStore(context.scope, { id: order.storeId }),
    readFoundExchange(context, { events: order.events, eventId }),
  ]);
  const isMoving = order.writeBacks.some(entry => entry.status === "sending" || entry.status === "in_doubt") || order.status === "ready";
  return (
    <EventSheetFrame events={order.events} found={found}>
      <LiveRefresh isMoving={isMoving} connectionId={order.connectionId} />
      <PageHeader
        title={<span className="font-mono">{order.number}</span>}
        crumbs={[{ href: "/orders", label: "Orders" }]}
        here={order.merchantName}
        marks={
          <>
            <OrderStatusMark order={order} reason={order.statusReason} />
            <Tag>{order.mode === "shipment" ? "Shipment mode" : "Sales-order mode"}</Tag>
          </>
        }
        actions={context.may("orders:write") && <OrderActions order={order} onAct={actOnOrderAction} />}
      />
      <div className="gutter grid gap-8 pb-14">
        <OrderStages order={order} />
        <OrderStrip order={order} />
        <OrderFacts order={order} links={linksOf(order, store)} />
        <OrderItems order={order} />
        <OrderShipments order={order} />
        <WriteBackTable order={order} />
        <Section title="Timeline" note={<span className="max-md:hidden">Hover for UTC and the merchant’s time</span>}>
          <EventTimeline events={order.events} merchantZone={store.settings.timeZone} />
        </Section>
      </div>
    </EventSheetFrame>
  );
}
