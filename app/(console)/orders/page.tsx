import type { Metadata } from "next";
import Link from "next/link";
import { CrossingLegend } from "@/components/orders/crossing-legend";
import { OrderFilters } from "@/components/orders/order-filters";
import { OrdersTable } from "@/components/orders/orders-table";
import { EmptyState } from "@/components/patterns/empty-state";
import { formatNumber, plural } from "@/components/patterns/format-number";
import { ORDER_VIEWS } from "@/components/patterns/order-status-record";
import { PageFoot } from "@/components/patterns/page-foot";
import { PageHeader } from "@/components/patterns/page-header";
import { LiveRefresh } from "@/components/runs/live-refresh";
import { TabNav } from "@/components/ui/tab-nav";
import { listConnections } from "@/lib/db/connections";
import { countOrdersByStatus, listOrders } from "@/lib/db/orders";
import { readSearch } from "../../read-search";
import { pageLinks } from "../cursor-stack";
import { guardPage } from "../guard-page";
import { type OrderSearch, readProblemName, toOrderRequest } from "./order-search";
import { OrdersEmpty } from "./orders-empty";

export const metadata: Metadata = { title: "Orders" };

const PAGE_SIZE = 50;

interface Props {
  searchParams: Promise<OrderSearch>;
}

export default async function OrdersPage({ searchParams }: Props) {
  const [{ scope }, search] = await Promise.all([guardPage("orders:read"), readSearch(searchParams)]);
  const { view, request, viewKey } = toOrderRequest(search);
  const query = { ...search, view: viewKey === "open" ? undefined : viewKey };
  const { cursor, pageNumber } = pageLinks({ path: "/orders", query });
  const [page, counts, connections, problem] = await Promise.all([
    listOrders(scope, { ...request, limit: PAGE_SIZE, cursor }),
    countOrdersByStatus(scope, { connectionId: request.connectionId }),
    listConnections(scope, { limit: 200 }),
    readProblemName(scope, request.problemId),
  ]);
  const links = pageLinks({ path: "/orders", query, nextCursor: page.nextCursor });
  const countOf = (statuses: readonly (keyof typeof counts)[]) => statuses.reduce((sum, status) => sum + counts[status], 0);
  const isMoving = connections.data.some(connection => connection.channels.some(channel => channel.running));
  const first = (pageNumber - 1) * PAGE_SIZE + 1;
  return (
    <>
      <LiveRefresh isMoving={isMoving} connectionId={request.connectionId} />
      <PageHeader title="Orders" />
      <TabNav
        label="Views"
        items={ORDER_VIEWS.map(one => ({
          href: hrefOf({ view: one.key === "open" ? undefined : one.key, connection: search.connection }),
          label: one.label,
          count: countOf(one.statuses),
          current: one.key === viewKey,
        }))}
      />
      <OrderFilters connections={connections.data.map(({ id, name }) => ({ id, name }))} problem={problem} found={page.data.length} />
      {page.data.length > 0 ? (
        <>
          <OrdersTable orders={page.data} />
          <div className="gutter">
            <PageFoot
              text={`${formatNumber(first)}–${formatNumber(first + page.data.length - 1)}${view && !isFiltered(search) ? ` of ${formatNumber(countOf(view.statuses))}` : ""}, ${plural(countOf(ORDER_VIEWS[0].statuses), "order")} open`}
              previousHref={links.previousHref}
              nextHref={links.nextHref}
            >
              <CrossingLegend />
            </PageFoot>
          </div>
        </>
      ) : (
        <div className="gutter">
          {isFiltered(search) ? (
            <EmptyState
              title="No order matches"
              actions={
                <Link href={hrefOf({ view: search.view })} className="link">
                  Clear the filters
                </Link>
              }
            >
              {search.q && (
                <>
                  Nothing in this view begins with, or carries, “{search.q}”. Order numbers match from their beginning; tracking numbers and
                  SKUs whole.
                </>
              )}
            </EmptyState>
          ) : (
            <OrdersEmpty connections={connections.data} hasOrders={Object.values(counts).some(count => count > 0)} />
          )}
        </div>
      )}
    </>
  );
}

const isFiltered = (search: OrderSearch) => Boolean(search.q || search.connection || search.problem || search.status);

function hrefOf(query: Record<string, string | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) params.set(name, value);
  const text = params.toString();
  return text ? `/orders?${text}` : "/orders";
}
