import type { OrderStatus } from "@/lib/orders/order-status";
import { Prisma } from "./generated/client";
import { iso } from "./page";
import type { Scope } from "./scope";
import { inWorkspace } from "./tx";

/** What stands somewhere, and since when the oldest of it does. */
export interface StandingOrders {
  count: number;
  oldestSince: string | null;
}

const NOTHING: StandingOrders = { count: 0, oldestSince: null };

/** Open orders by status with the age of the oldest, of one connection or of all. Walks the open statuses of (connectionId, status) or (workspaceId, status). */
export async function readStandingOrders(
  scope: Scope,
  request: { connectionId?: string } = {},
): Promise<(status: OrderStatus) => StandingOrders> {
  const rows = await inWorkspace(
    scope,
    tx => tx.$queryRaw<{ status: string; count: number; oldest: Date }[]>`
      select o.status, count(*)::int as count, min(o."statusSince") as oldest from "Order" o
      where ${ofScope(scope, "o")} ${request.connectionId ? Prisma.sql`and o."connectionId" = ${request.connectionId}::uuid` : Prisma.empty}
        and o.status in ('needs_mapping', 'on_hold', 'ready', 'at_warehouse', 'partly_shipped', 'shipped', 'attention')
      group by o.status`,
  );
  const byStatus = new Map(rows.map(row => [row.status, { count: row.count, oldestSince: iso(row.oldest) }]));
  return status => byStatus.get(status) ?? NOTHING;
}

export interface StandingWriteBacks extends StandingOrders {
  /** When the next of them is looked at again. */
  nextAt: string | null;
}

export interface WriteBackStock {
  waiting: StandingWriteBacks;
  inDoubt: StandingWriteBacks;
  attention: StandingWriteBacks;
}

/** Entries of the write ledger that are not done. */
export async function readWriteBackStock(scope: Scope): Promise<WriteBackStock> {
  const rows = await inWorkspace(
    scope,
    tx => tx.$queryRaw<{ status: string; count: number; oldest: Date; next: Date | null }[]>`
      select w.status, count(*)::int as count, min(w."statusSince") as oldest, min(w."nextAttemptAt") as next
      from "WriteBack" w join "Connection" c on c.id = w."connectionId"
      where ${ofScope(scope, "c")} and w.status in ('waiting', 'sending', 'in_doubt', 'attention') group by w.status`,
  );
  const of = (...statuses: string[]): StandingWriteBacks => {
    const found = rows.filter(row => statuses.includes(row.status));
    return {
      count: found.reduce((sum, row) => sum + row.count, 0),
      oldestSince: earliest(found.map(row => row.oldest)),
      nextAt: earliest(found.map(row => row.next)),
    };
  };
  return { waiting: of("waiting", "sending"), inDoubt: of("in_doubt"), attention: of("attention") };
}

export interface Throughput {
  imported: number;
  accepted: number;
  collected: number;
  voided: number;
  writtenBack: number;
  completed: number;
}

/** What crossed since an instant: the kept counters of runs, so the cost does not depend on how many orders there are. */
export async function readThroughput(scope: Scope, request: { since: Date }): Promise<Throughput> {
  const sum = (name: string) => Prisma.sql`coalesce(sum((r.counters->>${name})::numeric), 0)::int`;
  const [rows, completed] = await inWorkspace(scope, async tx => [
    await tx.$queryRaw<Omit<Throughput, "completed">[]>`
      select ${sum("imported")} as imported, ${sum("accepted")} as accepted, ${sum("collected")} as collected, ${sum("voided")} as voided,
        ${sum("writtenBack")} as "writtenBack"
      from "Run" r join "Connection" c on c.id = r."connectionId"
      where ${ofScope(scope, "c")} and r."workspaceId" = ${scope.workspaceId}::uuid and r."createdAt" >= ${request.since}`,
    await tx.$queryRaw<{ count: number }[]>`
      select count(*)::int as count from "Order" o
      where ${ofScope(scope, "o")} and o.status = 'completed' and o."completedAt" >= ${request.since}`,
  ]);
  const [row] = rows;
  return { imported: 0, accepted: 0, collected: 0, voided: 0, writtenBack: 0, ...row, completed: completed[0]?.count ?? 0 };
}

export interface ConnectionActivity {
  connectionId: string;
  lastOrderInAt: string | null;
  lastTrackingOutAt: string | null;
  /** Orders that wait for a person. */
  waiting: number;
}

/** Last in, last out and what waits, for each connection. */
export async function readConnectionActivity(scope: Scope): Promise<Map<string, ConnectionActivity>> {
  const rows = await inWorkspace(
    scope,
    tx => tx.$queryRaw<{ id: string; lastIn: Date | null; lastOut: Date | null; waiting: number }[]>`
      select c.id,
        (select max(o."importedAt") from "Order" o where o."connectionId" = c.id and o."workspaceId" = c."workspaceId") as "lastIn",
        (select max(w."writtenAt") from "WriteBack" w where w."connectionId" = c.id and w."workspaceId" = c."workspaceId") as "lastOut",
        (select count(*)::int from "Order" o where o."connectionId" = c.id and o.status in ('needs_mapping', 'attention')) as waiting
      from "Connection" c where ${ofScope(scope, "c")}`,
  );
  return new Map(
    rows.map(row => [
      row.id,
      { connectionId: row.id, lastOrderInAt: iso(row.lastIn), lastTrackingOutAt: iso(row.lastOut), waiting: row.waiting },
    ]),
  );
}

/** First fence for a table with workspaceId and merchantId. */
function ofScope(scope: Scope, alias: "o" | "c"): Prisma.Sql {
  const table = Prisma.raw(alias);
  const merchant = scope.merchantId ? Prisma.sql`and ${table}."merchantId" = ${scope.merchantId}::uuid` : Prisma.empty;
  return Prisma.sql`${table}."workspaceId" = ${scope.workspaceId}::uuid ${merchant}`;
}

function earliest(instants: (Date | null)[]): string | null {
  const known = instants.filter(at => at !== null).map(at => at.getTime());
  return known.length > 0 ? new Date(Math.min(...known)).toISOString() : null;
}

/** How many connections, stores and warehouses there are: the figures beside the menu entries. */
export async function readNavCounts(scope: Scope): Promise<{ connections: number; stores: number; warehouses: number }> {
  const own = { workspaceId: scope.workspaceId, ...(scope.merchantId ? { merchantId: scope.merchantId } : {}) };
  const ships = scope.merchantId ? { connections: { some: { merchantId: scope.merchantId } } } : {};
  return inWorkspace(scope, async tx => ({
    connections: await tx.connection.count({ where: own }),
    stores: await tx.store.count({ where: own }),
    warehouses: await tx.warehouse.count({ where: { workspaceId: scope.workspaceId, ...ships } }),
  }));
}
