import type { Page } from "@/lib/api/schemas/common";
import type { Order, OrderQuery, OrderSummary } from "@/lib/api/schemas/order";
import { NotFoundError } from "@/lib/core/errors";
import { ORDER_STATUSES, type OrderStatus } from "@/lib/orders/order-status";
import { Prisma } from "./generated/client";
import { type OrderRow, orderSelect, type SummaryRow, summarySelect, toOrder, toSummary } from "./order-view";
import { decodeCursor, instantText, limitOf, ownRows, type Position, toPage } from "./page";
import type { Scope } from "./scope";
import { inWorkspace } from "./tx";

export type OrderListRequest = Partial<OrderQuery>;

const TIMELINE_MAX = 500;

/**
 * One page, newest import first. The keyset query finds ids only, along the (workspaceId, importedAt, id) index; what a row shows is read for
 * those few ids. `q` matches the beginning of an order number, or a whole tracking number, SKU or warehouse id, each along its own index.
 */
export async function listOrders(scope: Scope, request: OrderListRequest = {}): Promise<Page<OrderSummary>> {
  const limit = limitOf(request);
  return inWorkspace(scope, async tx => {
    const positions = await tx.$queryRaw<Position[]>`
      select o.id, ${instantText(Prisma.sql`o."importedAt"`)} as at from "Order" o
      where ${allOf(conditions(scope, request))}
      order by o."importedAt" desc, o.id desc limit ${limit + 1}`;
    const rows: SummaryRow[] = await tx.order.findMany({
      where: { workspaceId: scope.workspaceId, id: { in: positions.slice(0, limit).map(position => position.id) } },
      select: summarySelect,
    });
    const byId = new Map(rows.map(row => [row.id, row]));
    return toPage(positions, {
      limit,
      map: shown => shown.flatMap(({ id }) => (byId.get(id) ? [toSummary(byId.get(id) as SummaryRow)] : [])),
    });
  });
}

/** Ids of every order that the filters match, newest first, at most `max`: for "select all matching". */
export async function listOrderIds(scope: Scope, request: OrderListRequest & { max: number }): Promise<string[]> {
  const rows = await inWorkspace(
    scope,
    tx => tx.$queryRaw<{ id: string }[]>`
      select o.id from "Order" o where ${allOf(conditions(scope, request))}
      order by o."importedAt" desc, o.id desc limit ${request.max}`,
  );
  return rows.map(row => row.id);
}

/** Throws NotFoundError. */
export async function getOrder(scope: Scope, request: { id: string }): Promise<Order> {
  return inWorkspace(scope, async tx => {
    const row: OrderRow | null = await tx.order.findFirst({ where: { AND: [ownRows(scope), { id: request.id }] }, select: orderSelect });
    if (!row) throw new NotFoundError("order");
    const shipments = await tx.shipment.findMany({
      where: {
        workspaceId: scope.workspaceId,
        OR: [{ lines: { some: { orderId: row.id } } }, { writeBacks: { some: { targetOrderId: row.id } } }],
      },
      include: { packages: { orderBy: { id: "asc" } }, lines: { where: { orderId: row.id }, orderBy: { lineRef: "asc" } } },
      orderBy: [{ shippedAt: "asc" }, { id: "asc" }],
    });
    const events = await tx.event.findMany({
      where: { workspaceId: scope.workspaceId, orderId: row.id },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: TIMELINE_MAX,
    });
    return toOrder({ row, shipments, events: events.reverse() });
  });
}

/** The record as Acumatica gave it, whole. Throws NotFoundError. */
export async function getOrderSource(scope: Scope, request: { id: string }): Promise<unknown> {
  const row = await inWorkspace(scope, tx =>
    tx.order.findFirst({ where: { AND: [ownRows(scope), { id: request.id }] }, select: { source: true } }),
  );
  if (!row) throw new NotFoundError("order");
  return row.source;
}

/** How many orders are in each status; statuses without orders count 0. One index-only pass over (workspaceId, status, importedAt). */
export async function countOrdersByStatus(scope: Scope, request: { connectionId?: string } = {}): Promise<Record<OrderStatus, number>> {
  const rows = await inWorkspace(scope, tx =>
    tx.order.groupBy({ by: ["status"], where: { ...ownRows(scope), connectionId: request.connectionId }, _count: { _all: true } }),
  );
  const counts = Object.fromEntries(ORDER_STATUSES.map(status => [status, 0])) as Record<OrderStatus, number>;
  for (const row of rows) counts[row.status as OrderStatus] = row._count._all;
  return counts;
}

function allOf(parts: Prisma.Sql[]): Prisma.Sql {
  return Prisma.join(parts, " and ");
}

function conditions(scope: Scope, request: OrderListRequest): Prisma.Sql[] {
  const parts = [Prisma.sql`o."workspaceId" = ${scope.workspaceId}::uuid`];
  if (scope.merchantId) parts.push(Prisma.sql`o."merchantId" = ${scope.merchantId}::uuid`);
  if (request.status && request.status.length > 0) parts.push(Prisma.sql`o.status = any(${request.status}::text[])`);
  if (request.connectionId) parts.push(Prisma.sql`o."connectionId" = ${request.connectionId}::uuid`);
  if (request.mode) parts.push(Prisma.sql`o.mode = ${request.mode}`);
  if (request.problemId) parts.push(waitsFor(request.problemId));
  if (request.q) parts.push(matches(scope, request.q));
  if (request.cursor) {
    const after = decodeCursor(request.cursor);
    parts.push(Prisma.sql`(o."importedAt", o.id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  }
  return parts;
}

function waitsFor(problemId: string): Prisma.Sql {
  return Prisma.sql`(o."problemId" = ${problemId}::uuid or o.id in (
    select w."targetOrderId" from "WriteBack" w where w."problemId" = ${problemId}::uuid and w."workspaceId" = o."workspaceId"))`;
}

/** A union of four index look-ups: one `or` over four tables would scan the orders instead. */
function matches(scope: Scope, q: string): Prisma.Sql {
  const workspace = Prisma.sql`${scope.workspaceId}::uuid`;
  const spellings = [...new Set([q, q.toUpperCase()])];
  const prefixes = spellings.map(spelling => `${spelling.replace(/[\\%_]/g, "\\$&")}%`);
  return Prisma.sql`o.id in (
    select n.id from "Order" n where n."workspaceId" = ${workspace}
      and (n.number like any(${prefixes}::text[]) or n."sourceKey" = any(${spellings}::text[])
        or n."warehouseKey" = any(${spellings}::text[]) or n."warehouseRef" = ${q})
    union select l."orderId" from "OrderLine" l where l."workspaceId" = ${workspace}
      and (l.sku = any(${spellings}::text[]) or l."warehouseSku" = any(${spellings}::text[]))
    union select s."orderId" from "Package" p join "ShipmentLine" s on s."shipmentId" = p."shipmentId"
      where p."workspaceId" = ${workspace} and p."trackingNumber" = any(${spellings}::text[])
    union select w."targetOrderId" from "WriteBack" w where w."workspaceId" = ${workspace} and w.target = any(${spellings}::text[]))`;
}
