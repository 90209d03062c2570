import type { Health, Page } from "@/lib/api/schemas/common";
import type { Channel, ChannelKind, Connection } from "@/lib/api/schemas/connection";
import { deriveStatus } from "@/lib/connections/derive-status";
import { readStoreSettings } from "@/lib/connections/store-settings";
import { NotFoundError } from "@/lib/core/errors";
import type { Tx } from "./client";
import type { Prisma } from "./generated/client";
import {
  blockedBudgets,
  type StoppingRow,
  stoppingProblems,
  storeBudgetKey,
  storeFacts,
  storeHealthSelect,
  warehouseBudgetKey,
  warehouseFacts,
  warehouseHealthSelect,
} from "./health-facts";
import { idPage, iso, ownRows, type PageRequest, toIdPage } from "./page";
import type { Scope } from "./scope";
import { inWorkspace } from "./tx";

const select = {
  id: true,
  name: true,
  merchantId: true,
  storeId: true,
  warehouseId: true,
  enabled: true,
  enabledAt: true,
  orderPrefix: true,
  createdAt: true,
  updatedAt: true,
  store: { select: { ...storeHealthSelect, name: true, environment: true, merchant: { select: { name: true } } } },
  warehouse: { select: { ...warehouseHealthSelect, name: true, environment: true } },
  channels: { orderBy: { kind: "asc" } },
} satisfies Prisma.ConnectionSelect;
type Row = Prisma.ConnectionGetPayload<{ select: typeof select }>;

interface Context {
  now: Date;
  blocked: Map<string, Date>;
  problems: StoppingRow[];
}

/** Oldest first, each with its status derived now. */
export async function listConnections(
  scope: Scope,
  request: PageRequest & { storeId?: string; warehouseId?: string } = {},
): Promise<Page<Connection>> {
  const { take, orderBy, cursorWhere } = idPage(request);
  const only = { storeId: request.storeId, warehouseId: request.warehouseId };
  return inWorkspace(scope, async tx => {
    const rows = await tx.connection.findMany({ where: { AND: [ownRows(scope), only, cursorWhere] }, select, take, orderBy });
    const context = await readContext(tx, { scope, rows });
    return toIdPage(rows, { request, map: row => toConnection(row, context) });
  });
}

/** Throws NotFoundError. */
export async function getConnection(scope: Scope, request: { id: string }): Promise<Connection> {
  return inWorkspace(scope, async tx => {
    const row = await tx.connection.findFirst({ where: { AND: [ownRows(scope), { id: request.id }] }, select });
    if (!row) throw new NotFoundError("connection");
    return toConnection(row, await readContext(tx, { scope, rows: [row] }));
  });
}

async function readContext(tx: Tx, { scope, rows }: { scope: Scope; rows: Row[] }): Promise<Context> {
  const keys = rows.flatMap(row => [storeBudgetKey(row.storeId), warehouseBudgetKey(row.warehouse)]);
  return { now: new Date(), blocked: await blockedBudgets(tx, keys), problems: await stoppingProblems(tx, scope.workspaceId) };
}

function toConnection(row: Row, context: Context): Connection {
  const { store, warehouse } = row;
  return {
    id: row.id,
    name: row.name,
    merchantId: row.merchantId,
    merchantName: store.merchant.name,
    storeId: row.storeId,
    storeName: store.name,
    storePlatform: store.platform,
    warehouseId: row.warehouseId,
    warehouseName: warehouse.name,
    warehousePlatform: warehouse.platform,
    environment: store.environment === "sandbox" || warehouse.environment === "sandbox" ? "sandbox" : "production",
    enabled: row.enabled,
    enabledAt: iso(row.enabledAt),
    orderPrefix: row.orderPrefix,
    status: statusOf(row, context),
    importViaShipments: readStoreSettings(store.settings).importViaShipments,
    channels: row.channels.map(channel => toChannel(channel, context.now)),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function statusOf(row: Row, { now, blocked, problems }: Context): Health {
  const lastOk = (kind: ChannelKind) => row.channels.find(channel => channel.kind === kind)?.lastOkAt ?? null;
  return deriveStatus({
    now,
    power: { enabled: row.enabled, since: (row.enabled ? row.enabledAt : null) ?? row.updatedAt },
    createdAt: row.createdAt,
    parties: [
      storeFacts(row.store, { blocked, lastOkAt: lastOk("orders") }),
      warehouseFacts(row.warehouse, { blocked, lastOkAt: lastOk("shipments") ?? lastOk("orders") }),
    ],
    channels: row.channels.map(channel => ({ ...channel, kind: channel.kind as ChannelKind })),
    problems: problems.filter(
      problem =>
        problem.connectionId === row.id ||
        (!problem.connectionId && (problem.storeId === row.storeId || problem.warehouseId === row.warehouseId)),
    ),
  });
}

function toChannel(row: Row["channels"][number], now: Date): Channel {
  return {
    id: row.id,
    kind: row.kind as ChannelKind,
    enabled: row.enabled,
    everySeconds: row.everySeconds,
    pausedBy: row.pausedBy,
    pausedAt: iso(row.pausedAt),
    nextDueAt: iso(row.nextDueAt),
    lastRunAt: iso(row.lastRunAt),
    lastOkAt: iso(row.lastOkAt),
    failures: row.failures,
    running: row.leaseUntil !== null && row.leaseUntil > now,
  };
}
