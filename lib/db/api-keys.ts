import type { ApiKey } from "@/lib/api/schemas/api-key";
import type { Page } from "@/lib/api/schemas/common";
import { NotFoundError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Db } from "./client";
import { addAudit } from "./events";
import type { Prisma } from "./generated/client";
import { idPage, iso, type PageRequest, toIdPage } from "./page";
import type { Scope } from "./scope";
import { acrossWorkspaces, inWorkspace } from "./tx";

type Row = Prisma.ApiKeyGetPayload<Record<string, never>>;

const toApiKey = (row: Row): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: iso(row.lastUsedAt),
  expiresAt: iso(row.expiresAt),
  revokedAt: iso(row.revokedAt),
});

export async function listApiKeys(scope: Scope, request: PageRequest = {}): Promise<Page<ApiKey>> {
  const { take, orderBy, cursorWhere } = idPage(request);
  const rows = await inWorkspace(scope, tx =>
    tx.apiKey.findMany({ where: { workspaceId: scope.workspaceId, ...cursorWhere }, take, orderBy }),
  );
  return toIdPage(rows, { request, map: toApiKey });
}

export async function insertApiKey(
  scope: Scope,
  input: { name: string; hash: string; prefix: string; scopes: string[]; expiresAt: Date | null },
): Promise<ApiKey> {
  return inWorkspace(scope, async tx => {
    const row = await tx.apiKey.create({ data: { id: newId(), workspaceId: scope.workspaceId, ...input } });
    await addAudit(tx, scope, {
      kind: "api_key.created",
      text: `Made the API key "${row.name}".`,
      data: { id: row.id, scopes: row.scopes },
    });
    return toApiKey(row);
  });
}

/** Takes effect with the next request. Throws NotFoundError. */
export async function revokeApiKey(scope: Scope, request: { id: string; now: Date }): Promise<void> {
  await inWorkspace(scope, async tx => {
    const where = { workspaceId: scope.workspaceId, id: request.id };
    const row = await tx.apiKey.findFirst({ where });
    if (!row) throw new NotFoundError("API key");
    await tx.apiKey.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: request.now } });
    await addAudit(tx, scope, { kind: "api_key.revoked", text: `Revoked the API key "${row.name}".`, data: { id: row.id } });
  });
}

export interface LiveApiKey {
  id: string;
  workspaceId: string;
  name: string;
  scopes: string[];
}

/** For the guard: the key with this hash, if it is neither revoked nor over. Notes its use, at most once a minute. */
export async function findLiveApiKey(db: Db, request: { hash: string; now: Date }): Promise<LiveApiKey | null> {
  return acrossWorkspaces(db, async tx => {
    const row = await tx.apiKey.findUnique({ where: { hash: request.hash } });
    if (!row || row.revokedAt || (row.expiresAt && row.expiresAt <= request.now)) return null;
    if (!row.lastUsedAt || request.now.getTime() - row.lastUsedAt.getTime() > 60_000) {
      await tx.apiKey.update({ where: { id: row.id }, data: { lastUsedAt: request.now } });
    }
    return { id: row.id, workspaceId: row.workspaceId, name: row.name, scopes: row.scopes };
  });
}
