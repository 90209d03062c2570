import type { Page } from "@/lib/api/schemas/common";
import type { Proof } from "@/lib/api/schemas/proof";
import type { Store } from "@/lib/api/schemas/store";
import { deriveStatus } from "@/lib/connections/derive-status";
import { readStoreSettings } from "@/lib/connections/store-settings";
import { NotFoundError } from "@/lib/core/errors";
import type { Tx } from "./client";
import type { Prisma } from "./generated/client";
import { blockedBudgets, stoppingProblems, storeBudgetKey, storeFacts, storeHealthSelect } from "./health-facts";
import { idPage, iso, ownRows, type PageRequest, toIdPage } from "./page";
import type { Scope } from "./scope";
import { inWorkspace } from "./tx";

const select = {
  ...storeHealthSelect,
  name: true,
  merchantId: true,
  environment: true,
  createdAt: true,
  updatedAt: true,
  merchant: { select: { name: true } },
  connections: { select: { channels: { where: { kind: "orders" }, select: { lastOkAt: true } } } },
} satisfies Prisma.StoreSelect;
type Row = Prisma.StoreGetPayload<{ select: typeof select }>;

/** The part of a store's credentials that is no secret and is shown when they are edited; kept beside the settings. */
export type StoreSignIn = {
  grant: "password";
  instanceUrl: string;
  clientId: string;
  username: string;
  tenant: string;
};

export function readStoreSignIn(settings: unknown): StoreSignIn {
  const stored = (settings as { signIn?: Partial<StoreSignIn> } | null)?.signIn ?? {};
  return { grant: "password", instanceUrl: "", clientId: "", username: "", tenant: "", ...stored };
}

/** Oldest first. */
export async function listStores(scope: Scope, request: PageRequest & { merchantId?: string } = {}): Promise<Page<Store>> {
  const { take, orderBy, cursorWhere } = idPage(request);
  return inWorkspace(scope, async tx => {
    const where = { AND: [ownRows(scope), { merchantId: request.merchantId }, cursorWhere] };
    const rows = await tx.store.findMany({ where, select, take, orderBy });
    const map = await mapper(tx, { scope, rows });
    return toIdPage(rows, { request, map });
  });
}

/** Throws NotFoundError. */
export async function getStore(scope: Scope, request: { id: string }): Promise<Store> {
  return inWorkspace(scope, async tx => {
    const row = await tx.store.findFirst({ where: { AND: [ownRows(scope), { id: request.id }] }, select });
    if (!row) throw new NotFoundError("store");
    return (await mapper(tx, { scope, rows: [row] }))(row);
  });
}

async function mapper(tx: Tx, { scope, rows }: { scope: Scope; rows: Row[] }): Promise<(row: Row) => Store> {
  const ids = rows.map(row => row.id);
  const blocked = await blockedBudgets(tx, ids.map(storeBudgetKey));
  const problems = await stoppingProblems(tx, scope.workspaceId);
  const secrets = await tx.credential.findMany({
    where: { workspaceId: scope.workspaceId, ownerKind: "store", ownerId: { in: ids } },
    select: { ownerId: true, field: true, setAt: true },
  });
  const setAt = (id: string, field: string) => iso(secrets.find(secret => secret.ownerId === id && secret.field === field)?.setAt ?? null);
  return row => ({
    id: row.id,
    name: row.name,
    merchantId: row.merchantId,
    merchantName: row.merchant.name,
    platform: "acumatica",
    environment: row.environment === "sandbox" ? "sandbox" : "production",
    status: deriveStatus({
      now: new Date(),
      power: null,
      createdAt: row.createdAt,
      parties: [storeFacts(row, { blocked, lastOkAt: lastOk(row) })],
      channels: [],
      problems: problems.filter(problem => problem.storeId === row.id),
    }),
    credentials: {
      ...readStoreSignIn(row.settings),
      clientSecretSetAt: setAt(row.id, "clientSecret"),
      passwordSetAt: setAt(row.id, "password"),
    },
    settings: readStoreSettings(row.settings),
    lastProof: row.lastProof as Proof | null,
    connectionCount: row.connections.length,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  });
}

function lastOk(row: Row): Date | null {
  const instants = row.connections.flatMap(connection => connection.channels.map(channel => channel.lastOkAt)).filter(at => at !== null);
  return instants.length > 0 ? new Date(Math.max(...instants.map(at => at.getTime()))) : null;
}
