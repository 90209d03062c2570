import { systemClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { createOutboundPolicy } from "@/lib/core/outbound-policy";
import type { Db } from "@/lib/db/client";
import { createExchangeRecorder } from "@/lib/db/exchange-recorder";
import { createVault } from "@/lib/vault/vault";
import { parseVaultKeys } from "@/lib/vault/vault-keys";
import type { WarehouseAdapter } from "@/lib/warehouses/contract";
import { shipstation } from "@/lib/warehouses/shipstation/shipstation";
import type { LoopRuntime, LoopTimes } from "../context";

/** A fixed key: tests seal nothing that matters. */
export const TEST_VAULT_KEYS = `test:${Buffer.alloc(32, 7).toString("base64")}`;

/** Short, so that a wait ends within a test; long enough for a slow machine between two commits. */
export const TEST_TIMES: LoopTimes = { leaseMs: 20_000, doubtPauseMs: 200, sliceMs: 20_000, pollMs: 200 };

/** What the warehouse's key allows from the first call on, as if its headers had been seen. */
export interface WarehouseLimit {
  calls: number;
  windowMs: number;
  /** Orders per call: few make many calls. */
  batchSize: number;
}

export async function createTestRuntime(options: {
  db: Db;
  allow: string;
  times?: Partial<LoopTimes>;
  warehouseLimit?: WarehouseLimit;
}): Promise<LoopRuntime> {
  const logger = silentLogger;
  return {
    db: options.db,
    vault: createVault({ keys: parseVaultKeys(TEST_VAULT_KEYS) }),
    clock: systemClock,
    policy: createOutboundPolicy({ allow: options.allow }),
    logger,
    exchanges: createExchangeRecorder({ db: options.db, logger }),
    appUrl: "http://127.0.0.1:3000",
    times: { ...TEST_TIMES, ...options.times },
    ...(options.warehouseLimit ? { warehouseAdapters: [withLimit(options.warehouseLimit)] } : {}),
  };
}

function withLimit({ batchSize, ...defaultLimit }: WarehouseLimit): WarehouseAdapter {
  return { ...shipstation, definition: { ...shipstation.definition, defaultLimit, batchSize } } as WarehouseAdapter;
}
