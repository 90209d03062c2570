import type { Page } from "@/lib/api/schemas/common";
import type { Problem, ProblemQuery } from "@/lib/api/schemas/problem";
import { NotFoundError } from "@/lib/core/errors";
import type { OrderStatus } from "@/lib/orders/order-status";
import type { Tx } from "./client";
import { Prisma } from "./generated/client";
import { decodeCursor, instantText, iso, limitOf, type Position, toPage } from "./page";
import type { Scope } from "./scope";
import { inWorkspace } from "./tx";

const ORDERS_SHOWN = 50;

/** Open problems (or closed ones), the latest first, each with how many orders wait for it and the first of them. */
export async function listProblems(scope: Scope, request: Partial<ProblemQuery> = {}): Promise<Page<Problem>> {
  const limit = limitOf(request);
  return inWorkspace(scope, async tx => {
    const positions = await tx.$queryRaw<Position[]>`
      select p.id, ${instantText(Prisma.sql`p.since`)} as at from "Problem" p
      where ${Prisma.join(conditions(scope, request), " and ")}
      order by p.since desc, p.id desc limit ${limit + 1}`;
    const problems = await readProblems(tx, { scope, ids: positions.slice(0, limit).map(position => position.id) });
    const byId = new Map(problems.map(problem => [problem.id, problem]));
    return toPage(positions, { limit, map: shown => shown.map(({ id }) => byId.get(id)).filter(problem => problem !== undefined) });
  });
}

/** Throws NotFoundError. */
export async function getProblem(scope: Scope, request: { id: string }): Promise<Problem> {
  return inWorkspace(scope, async tx => {
    const found = await tx.$queryRaw<{ id: string }[]>`
      select p.id from "Problem" p where p.id = ${request.id}::uuid and ${Prisma.join(visible(scope), " and ")}`;
    const [problem] = await readProblems(tx, { scope, ids: found.map(row => row.id) });
    if (!problem) throw new NotFoundError("problem");
    return problem;
  });
}

/** How many problems are open: the figure beside the menu entry. */
export async function countOpenProblems(scope: Scope): Promise<number> {
  const [row] = await inWorkspace(
    scope,
    tx => tx.$queryRaw<{ count: bigint }[]>`
      select count(*) as count from "Problem" p where p."closedAt" is null and ${Prisma.join(visible(scope), " and ")}`,
  );
  return Number(row?.count ?? 0);
}

/** A person limited to one merchant sees the problems of that merchant's connections and stores, not those of a shared warehouse. */
function visible(scope: Scope): Prisma.Sql[] {
  const parts = [Prisma.sql`p."workspaceId" = ${scope.workspaceId}::uuid`];
  if (scope.merchantId) {
    parts.push(Prisma.sql`(p."connectionId" in (select c.id from "Connection" c where c."merchantId" = ${scope.merchantId}::uuid)
      or p."storeId" in (select s.id from "Store" s where s."merchantId" = ${scope.merchantId}::uuid))`);
  }
  return parts;
}

function conditions(scope: Scope, request: Partial<ProblemQuery>): Prisma.Sql[] {
  const parts = visible(scope);
  parts.push(request.state === "closed" ? Prisma.sql`p."closedAt" is not null` : Prisma.sql`p."closedAt" is null`);
  if (request.connectionId) parts.push(ofConnection(request.connectionId));
  if (request.cursor) {
    const after = decodeCursor(request.cursor);
    parts.push(Prisma.sql`(p.since, p.id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  }
  return parts;
}

/** A problem of the store or of the warehouse is one of each of their connections, too. */
function ofConnection(connectionId: string): Prisma.Sql {
  return Prisma.sql`(p."connectionId" = ${connectionId}::uuid or (p."connectionId" is null and exists (
    select 1 from "Connection" c where c.id = ${connectionId}::uuid and (c."storeId" = p."storeId" or c."warehouseId" = p."warehouseId"))))`;
}

interface WaitingRow {
  problemId: string;
  count: bigint;
  orders: { id: string; number: string; status: OrderStatus }[];
}

async function readProblems(tx: Tx, { scope, ids }: { scope: Scope; ids: string[] }): Promise<Problem[]> {
  if (ids.length === 0) return [];
  const rows = await tx.problem.findMany({ where: { workspaceId: scope.workspaceId, id: { in: ids } } });
  const connectionIds = rows.flatMap(row => row.connectionId ?? []);
  const connections = await tx.connection.findMany({
    where: { workspaceId: scope.workspaceId, id: { in: connectionIds } },
    select: { id: true, name: true },
  });
  const names = new Map(connections.map(connection => [connection.id, connection.name]));
  const waiting = new Map((await readWaiting(tx, { scope, ids })).map(row => [row.problemId, row]));
  return rows.map(row => ({
    id: row.id,
    code: row.code,
    message: row.message,
    owner: row.owner as Problem["owner"],
    nextStep: row.nextStep,
    stops: row.stops as Problem["stops"],
    count: Number(waiting.get(row.id)?.count ?? 0),
    since: row.since.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    nextAttemptAt: iso(row.nextAttemptAt),
    closedAt: iso(row.closedAt),
    connectionId: row.connectionId,
    connectionName: (row.connectionId && names.get(row.connectionId)) ?? null,
    storeId: row.storeId,
    warehouseId: row.warehouseId,
    key: row.key,
    orders: waiting.get(row.id)?.orders ?? [],
  }));
}

/** An order waits for a problem itself, or through one of its write-backs. */
function readWaiting(tx: Tx, { scope, ids }: { scope: Scope; ids: string[] }): Promise<WaitingRow[]> {
  const merchant = scope.merchantId ? Prisma.sql`and o."merchantId" = ${scope.merchantId}::uuid` : Prisma.empty;
  return tx.$queryRaw<WaitingRow[]>`
    with links as (
      select o."problemId", o.id from "Order" o where o."workspaceId" = ${scope.workspaceId}::uuid and o."problemId" = any(${ids}::uuid[])
      union select w."problemId", w."targetOrderId" from "WriteBack" w
        where w."workspaceId" = ${scope.workspaceId}::uuid and w."problemId" = any(${ids}::uuid[])
    ), ranked as (
      select k."problemId", o.id, o.number, o.status, count(*) over (partition by k."problemId") as count,
        row_number() over (partition by k."problemId" order by o."importedAt", o.id) as place
      from links k join "Order" o on o.id = k.id where o."workspaceId" = ${scope.workspaceId}::uuid ${merchant}
    )
    select "problemId", max(count) as count,
      json_agg(json_build_object('id', id, 'number', number, 'status', status) order by place) as orders
    from ranked where place <= ${ORDERS_SHOWN} group by "problemId"`;
}
