import type { Page } from "@/lib/api/schemas/common";
import type { OrderEvent } from "@/lib/api/schemas/order";
import { newId } from "@/lib/core/ids";
import type { Tx } from "./client";
import { Prisma } from "./generated/client";
import { toEvent } from "./order-view";
import { decodeCursor, instantText, limitOf, type PageRequest, type Position, toPage } from "./page";
import type { Scope } from "./scope";
import { inWorkspace } from "./tx";

export interface EventListItem extends OrderEvent {
  orderId: string | null;
  connectionId: string | null;
  storeId: string | null;
  warehouseId: string | null;
  runId: string | null;
}

export interface EventListRequest extends PageRequest {
  connectionId?: string;
  storeId?: string;
  /** `people`: what persons and keys did, the audit log. */
  by?: "people";
}

/** Newest first: the activity page and the audit log. */
export async function listEvents(scope: Scope, request: EventListRequest = {}): Promise<Page<EventListItem>> {
  const limit = limitOf(request);
  return inWorkspace(scope, async tx => {
    const positions = await tx.$queryRaw<Position[]>`
      select e.id, ${instantText(Prisma.sql`e.at`)} as at from "Event" e
      where ${Prisma.join(conditions(scope, request), " and ")}
      order by e.at desc, e.id desc limit ${limit + 1}`;
    const rows = await tx.event.findMany({ where: { workspaceId: scope.workspaceId, id: { in: positions.map(position => position.id) } } });
    const byId = new Map(rows.map(row => [row.id, row]));
    return toPage(positions, {
      limit,
      map: shown =>
        shown.flatMap(({ id }) => {
          const row = byId.get(id);
          if (!row) return [];
          const { orderId, connectionId, storeId, warehouseId, runId } = row;
          return [{ ...toEvent(row), orderId, connectionId, storeId, warehouseId, runId }];
        }),
    });
  });
}

function conditions(scope: Scope, request: EventListRequest): Prisma.Sql[] {
  const parts = [Prisma.sql`e."workspaceId" = ${scope.workspaceId}::uuid`];
  if (scope.merchantId) {
    parts.push(Prisma.sql`(e."connectionId" in (select c.id from "Connection" c where c."merchantId" = ${scope.merchantId}::uuid)
      or e."storeId" in (select s.id from "Store" s where s."merchantId" = ${scope.merchantId}::uuid)
      or e."orderId" in (select o.id from "Order" o where o."merchantId" = ${scope.merchantId}::uuid))`);
  }
  if (request.connectionId) parts.push(Prisma.sql`e."connectionId" = ${request.connectionId}::uuid`);
  if (request.storeId) parts.push(Prisma.sql`e."storeId" = ${request.storeId}::uuid`);
  if (request.by === "people") parts.push(Prisma.sql`e."actorKind" <> 'system'`);
  if (request.cursor) {
    const after = decodeCursor(request.cursor);
    parts.push(Prisma.sql`(e.at, e.id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  }
  return parts;
}

export interface AuditEntry {
  kind: string;
  /** One sentence, without secrets. */
  text: string;
  data?: Prisma.InputJsonValue;
  connectionId?: string;
  storeId?: string;
  warehouseId?: string;
}

/** Writes who did what into the log, in the caller's transaction: a change and its entry stand or fall together. */
export async function addAudit(tx: Tx, scope: Scope, entry: AuditEntry): Promise<void> {
  const { actor, workspaceId } = scope;
  await tx.event.create({
    data: { id: newId(), workspaceId, ...entry, actorKind: actor.kind, actorId: actor.id, actorName: actor.name },
  });
}
