import type { PartyFacts, StoppingProblem } from "@/lib/connections/derive-status";
import { readStoreSettings } from "@/lib/connections/store-settings";
import type { Owner } from "@/lib/core/errors";
import type { Tx } from "./client";
import type { Prisma } from "./generated/client";

/** The columns a store's health is derived from. */
export const storeHealthSelect = {
  id: true,
  platform: true,
  settings: true,
  signInRefusedAt: true,
  signInRefusal: true,
  lastProof: true,
  lastProofAt: true,
  accessToken: { select: { obtainedAt: true } },
} satisfies Prisma.StoreSelect;
type StoreRow = Prisma.StoreGetPayload<{ select: typeof storeHealthSelect }>;

export const warehouseHealthSelect = {
  id: true,
  platform: true,
  settings: true,
  signInRefusedAt: true,
  signInRefusal: true,
  lastProof: true,
  lastProofAt: true,
} satisfies Prisma.WarehouseSelect;
type WarehouseRow = Prisma.WarehouseGetPayload<{ select: typeof warehouseHealthSelect }>;

const SYSTEMS: Record<string, string> = { acumatica: "Acumatica", shipstation: "ShipStation" };

/** The key of a store's shared call budget. */
export const storeBudgetKey = (storeId: string): string => `store:${storeId}`;

/** The key of a warehouse's shared call budget: by its API key, because the vendor counts by key and two warehouses may use one. */
export function warehouseBudgetKey(row: { id: string; settings: unknown }): string {
  const key = (row.settings as { budgetKey?: unknown } | null)?.budgetKey;
  return typeof key === "string" ? key : `warehouse:${row.id}`;
}

export function storeFacts(row: StoreRow, context: { blocked: Map<string, Date>; lastOkAt: Date | null }): PartyFacts {
  return {
    ...commonFacts(row),
    worksSince: latest(row.accessToken?.obtainedAt ?? null, context.lastOkAt),
    blockedUntil: context.blocked.get(storeBudgetKey(row.id)) ?? null,
    secretExpiresOn: readStoreSettings(row.settings).secretExpiresOn,
  };
}

export function warehouseFacts(row: WarehouseRow, context: { blocked: Map<string, Date>; lastOkAt: Date | null }): PartyFacts {
  return {
    ...commonFacts(row),
    worksSince: context.lastOkAt,
    blockedUntil: context.blocked.get(warehouseBudgetKey(row)) ?? null,
    secretExpiresOn: null,
  };
}

function commonFacts(row: WarehouseRow): Pick<PartyFacts, "system" | "refusedAt" | "refusal" | "proof"> {
  const proof = row.lastProof as { stages?: NonNullable<PartyFacts["proof"]>["stages"] } | null;
  return {
    system: SYSTEMS[row.platform] ?? row.platform,
    refusedAt: row.signInRefusedAt,
    refusal: row.signInRefusal as PartyFacts["refusal"],
    proof: proof && row.lastProofAt ? { at: row.lastProofAt, stages: proof.stages ?? [] } : null,
  };
}

const latest = (a: Date | null, b: Date | null): Date | null => (a && b ? (a > b ? a : b) : (a ?? b));

/** Which of these budgets wait for their vendor, and until when. */
export async function blockedBudgets(tx: Tx, keys: string[]): Promise<Map<string, Date>> {
  const rows = await tx.callBudget.findMany({
    where: { key: { in: keys }, blockedUntil: { not: null } },
    select: { key: true, blockedUntil: true },
  });
  return new Map(rows.flatMap(row => (row.blockedUntil ? [[row.key, row.blockedUntil] as const] : [])));
}

export interface StoppingRow extends StoppingProblem {
  connectionId: string | null;
  storeId: string | null;
  warehouseId: string | null;
}

/** Open problems that stop a channel, oldest first. Throttling has its own state and sign-in its own column. */
export async function stoppingProblems(tx: Tx, workspaceId: string): Promise<StoppingRow[]> {
  const rows = await tx.problem.findMany({
    where: { workspaceId, closedAt: null, stops: "channel", code: { not: "throttled" } },
    orderBy: { since: "asc" },
    take: 500,
    select: { code: true, message: true, owner: true, nextStep: true, since: true, connectionId: true, storeId: true, warehouseId: true },
  });
  return rows.map(row => ({ ...row, owner: row.owner as Owner }));
}
