import type { Page } from "@/lib/api/schemas/common";
import type { CreateMappingInput, Mapping, MappingQuery } from "@/lib/api/schemas/mapping";
import { NotFoundError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { addAudit } from "./events";
import type { Prisma } from "./generated/client";
import { idPage, toIdPage } from "./page";
import type { Scope } from "./scope";
import { inWorkspace } from "./tx";

type Row = Prisma.MappingGetPayload<Record<string, never>>;

const toMapping = (row: Row): Mapping => ({
  id: row.id,
  connectionId: row.connectionId,
  kind: row.kind as Mapping["kind"],
  from: row.from,
  to: row.to as Mapping["to"],
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

const own = (scope: Scope): Prisma.MappingWhereInput => ({
  workspaceId: scope.workspaceId,
  ...(scope.merchantId ? { connection: { merchantId: scope.merchantId } } : {}),
});

/** Oldest first. */
export async function listMappings(scope: Scope, request: Partial<MappingQuery> = {}): Promise<Page<Mapping>> {
  const { take, orderBy, cursorWhere } = idPage(request);
  const only = { connectionId: request.connectionId, kind: request.kind };
  const rows = await inWorkspace(scope, tx => tx.mapping.findMany({ where: { AND: [own(scope), only, cursorWhere] }, take, orderBy }));
  return toIdPage(rows, { request, map: toMapping });
}

/** Throws NotFoundError. */
export async function getMapping(scope: Scope, request: { id: string }): Promise<Mapping> {
  const row = await inWorkspace(scope, tx => tx.mapping.findFirst({ where: { AND: [own(scope), { id: request.id }] } }));
  if (!row) throw new NotFoundError("mapping");
  return toMapping(row);
}

/** One match per value: a second one for the same value replaces the first. Throws NotFoundError for a connection that is not this caller's. */
export async function saveMapping(scope: Scope, input: CreateMappingInput): Promise<Mapping> {
  return inWorkspace(scope, async tx => {
    const connection = await tx.connection.findFirst({
      where: { workspaceId: scope.workspaceId, id: input.connectionId, ...(scope.merchantId ? { merchantId: scope.merchantId } : {}) },
      select: { id: true },
    });
    if (!connection) throw new NotFoundError("connection");
    const key = { connectionId: input.connectionId, kind: input.kind, from: input.from };
    const row = await tx.mapping.upsert({
      where: { connectionId_kind_from: key },
      create: { id: newId(), workspaceId: scope.workspaceId, ...key, to: input.to },
      update: { to: input.to },
    });
    await addAudit(tx, scope, {
      kind: "mapping.saved",
      text: `${input.kind === "sku" ? "SKU" : "Ship method"} "${input.from}" is now sent as "${typeof input.to === "string" ? input.to : `${input.to.carrierCode}/${input.to.serviceCode}`}".`,
      connectionId: input.connectionId,
      data: { mappingId: row.id },
    });
    return toMapping(row);
  });
}

/** Orders already sent keep what they were sent with. Throws NotFoundError. */
export async function removeMapping(scope: Scope, request: { id: string }): Promise<void> {
  await inWorkspace(scope, async tx => {
    const row = await tx.mapping.findFirst({ where: { AND: [own(scope), { id: request.id }] } });
    if (!row) throw new NotFoundError("mapping");
    await tx.mapping.deleteMany({ where: { workspaceId: scope.workspaceId, id: row.id } });
    await addAudit(tx, scope, { kind: "mapping.deleted", text: `Removed the match for "${row.from}".`, connectionId: row.connectionId });
  });
}
