import type { Page } from "@/lib/api/schemas/common";
import type { ChannelKind } from "@/lib/api/schemas/connection";
import type { Run, RunDetail, RunQuery } from "@/lib/api/schemas/run";
import { NotFoundError } from "@/lib/core/errors";
import { Prisma } from "./generated/client";
import { toEvent } from "./order-view";
import { decodeCursor, instantText, iso, limitOf, type Position, toPage } from "./page";
import type { Scope } from "./scope";
import { inWorkspace } from "./tx";

const include = { channelRow: { select: { connection: { select: { name: true } } } } } satisfies Prisma.RunInclude;
type Row = Prisma.RunGetPayload<{ include: typeof include }>;

const LOG_MAX = 500;

function toRun(row: Row): Run {
  return {
    id: row.id,
    connectionId: row.connectionId,
    connectionName: row.channelRow.connection.name,
    channel: row.channel as ChannelKind,
    trigger: row.trigger as Run["trigger"],
    status: row.status as Run["status"],
    counters: row.counters as Run["counters"],
    error: row.error as Run["error"],
    createdAt: row.createdAt.toISOString(),
    startedAt: iso(row.startedAt),
    endedAt: iso(row.endedAt),
  };
}

const own = (scope: Scope): Prisma.RunWhereInput => ({
  workspaceId: scope.workspaceId,
  ...(scope.merchantId ? { channelRow: { connection: { merchantId: scope.merchantId } } } : {}),
});

/** Newest first. */
export async function listRuns(scope: Scope, request: Partial<RunQuery> = {}): Promise<Page<Run>> {
  const limit = limitOf(request);
  return inWorkspace(scope, async tx => {
    const positions = await tx.$queryRaw<Position[]>`
      select r.id, ${instantText(Prisma.sql`r."createdAt"`)} as at from "Run" r
      where ${Prisma.join(conditions(scope, request), " and ")}
      order by r."createdAt" desc, r.id desc limit ${limit + 1}`;
    const rows: Row[] = await tx.run.findMany({ where: { ...own(scope), id: { in: positions.map(position => position.id) } }, include });
    const byId = new Map(rows.map(row => [row.id, toRun(row)]));
    return toPage(positions, { limit, map: shown => shown.map(({ id }) => byId.get(id)).filter(run => run !== undefined) });
  });
}

function conditions(scope: Scope, request: Partial<RunQuery>): Prisma.Sql[] {
  const parts = [Prisma.sql`r."workspaceId" = ${scope.workspaceId}::uuid`];
  if (scope.merchantId) {
    parts.push(Prisma.sql`r."connectionId" in (select c.id from "Connection" c where c."merchantId" = ${scope.merchantId}::uuid)`);
  }
  if (request.connectionId) parts.push(Prisma.sql`r."connectionId" = ${request.connectionId}::uuid`);
  if (request.channel) parts.push(Prisma.sql`r.channel = ${request.channel}`);
  if (request.status) parts.push(Prisma.sql`r.status = ${request.status}`);
  if (request.cursor) {
    const after = decodeCursor(request.cursor);
    parts.push(Prisma.sql`(r."createdAt", r.id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  }
  return parts;
}

/** One run with its log, oldest line first. Throws NotFoundError. */
export async function getRun(scope: Scope, request: { id: string }): Promise<RunDetail> {
  return inWorkspace(scope, async tx => {
    const row = await tx.run.findFirst({ where: { AND: [own(scope), { id: request.id }] }, include });
    if (!row) throw new NotFoundError("run");
    const events = await tx.event.findMany({
      where: { workspaceId: scope.workspaceId, runId: row.id },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: LOG_MAX,
    });
    return { ...toRun(row), events: events.reverse().map(toEvent) };
  });
}
