import type { Page } from "@/lib/api/schemas/common";
import type { WarehouseProof } from "@/lib/api/schemas/proof";
import type { Warehouse } from "@/lib/api/schemas/warehouse";
import { deriveStatus } from "@/lib/connections/derive-status";
import { NotFoundError } from "@/lib/core/errors";
import type { Tx } from "./client";
import type { Prisma } from "./generated/client";
import { blockedBudgets, stoppingProblems, warehouseBudgetKey, warehouseFacts, warehouseHealthSelect } from "./health-facts";
import { idPage, iso, type PageRequest, toIdPage } from "./page";
import type { Scope } from "./scope";
import { inWorkspace } from "./tx";

const select = {
  ...warehouseHealthSelect,
  name: true,
  environment: true,
  webhooksRegisteredAt: true,
  createdAt: true,
  updatedAt: true,
  connections: { select: { merchantId: true, channels: { where: { kind: "shipments" }, select: { lastOkAt: true } } } },
} satisfies Prisma.WarehouseSelect;
type Row = Prisma.WarehouseGetPayload<{ select: typeof select }>;

/** A warehouse belongs to the workspace; a person limited to one merchant sees those that ship for it. */
const own = (scope: Scope): Prisma.WarehouseWhereInput => ({
  workspaceId: scope.workspaceId,
  ...(scope.merchantId ? { connections: { some: { merchantId: scope.merchantId } } } : {}),
});

/** Oldest first. `webhookUrl` is null here: it holds a secret, which only lib/connections/show-webhook-url opens. */
export async function listWarehouses(scope: Scope, request: PageRequest = {}): Promise<Page<Warehouse>> {
  const { take, orderBy, cursorWhere } = idPage(request);
  return inWorkspace(scope, async tx => {
    const rows = await tx.warehouse.findMany({ where: { AND: [own(scope), cursorWhere] }, select, take, orderBy });
    const map = await mapper(tx, { scope, rows });
    return toIdPage(rows, { request, map });
  });
}

/** Throws NotFoundError. */
export async function getWarehouse(scope: Scope, request: { id: string }): Promise<Warehouse> {
  return inWorkspace(scope, async tx => {
    const row = await tx.warehouse.findFirst({ where: { AND: [own(scope), { id: request.id }] }, select });
    if (!row) throw new NotFoundError("warehouse");
    return (await mapper(tx, { scope, rows: [row] }))(row);
  });
}

/** What is needed to open a warehouse. Throws NotFoundError. */
export async function getWarehouseConfig(
  scope: Scope,
  request: { id: string },
): Promise<{ id: string; platform: string; environment: string; settings: unknown; baseUrl: string | null }> {
  const row = await inWorkspace(scope, tx =>
    tx.warehouse.findFirst({
      where: { AND: [own(scope), { id: request.id }] },
      select: { id: true, platform: true, environment: true, settings: true },
    }),
  );
  if (!row) throw new NotFoundError("warehouse");
  return { ...row, baseUrl: readBaseUrl(row.settings) };
}

async function mapper(tx: Tx, { scope, rows }: { scope: Scope; rows: Row[] }): Promise<(row: Row) => Warehouse> {
  const blocked = await blockedBudgets(tx, rows.map(warehouseBudgetKey));
  const problems = await stoppingProblems(tx, scope.workspaceId);
  const secrets = await tx.credential.findMany({
    where: { workspaceId: scope.workspaceId, ownerKind: "warehouse", ownerId: { in: rows.map(row => row.id) } },
    select: { ownerId: true, field: true, setAt: true },
  });
  const setAt = (id: string, field: string) => iso(secrets.find(secret => secret.ownerId === id && secret.field === field)?.setAt ?? null);
  return row => ({
    id: row.id,
    name: row.name,
    platform: "shipstation",
    environment: row.environment === "sandbox" ? "sandbox" : "production",
    status: deriveStatus({
      now: new Date(),
      power: null,
      createdAt: row.createdAt,
      parties: [warehouseFacts(row, { blocked, lastOkAt: lastOk(row) })],
      channels: [],
      problems: problems.filter(problem => problem.warehouseId === row.id),
    }),
    credentials: {
      baseUrl: readBaseUrl(row.settings),
      apiKeySetAt: setAt(row.id, "apiKey"),
      apiSecretSetAt: setAt(row.id, "apiSecret"),
    },
    webhookUrl: null,
    webhooksRegisteredAt: iso(row.webhooksRegisteredAt),
    lastProof: row.lastProof as WarehouseProof | null,
    connectionCount: row.connections.filter(connection => !scope.merchantId || connection.merchantId === scope.merchantId).length,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  });
}

/** The address typed instead of ShipStation's own, or null. Not a secret. */
export function readBaseUrl(settings: unknown): string | null {
  const url = (settings as { baseUrl?: unknown } | null)?.baseUrl;
  return typeof url === "string" && url !== "" ? url : null;
}

function lastOk(row: Row): Date | null {
  const instants = row.connections.flatMap(connection => connection.channels.map(channel => channel.lastOkAt)).filter(at => at !== null);
  return instants.length > 0 ? new Date(Math.max(...instants.map(at => at.getTime()))) : null;
}
