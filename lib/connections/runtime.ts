import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import type { OutboundPolicy } from "@/lib/core/outbound-policy";
import type { Db } from "@/lib/db/client";
import type { BufferedRecorder } from "@/lib/db/exchange-recorder";
import type { Vault } from "@/lib/vault/vault";
import type { WarehouseAdapter } from "@/lib/warehouses/contract";

/** What the verbs work with. Built once per process from the environment (create-runtime), or by a test. */
export interface Runtime {
  db: Db;
  vault: Vault;
  clock: Clock;
  policy: OutboundPolicy;
  logger: Logger;
  /** Where the redacted records of outside calls go; flush it at the end of a run and before the process ends. */
  exchanges: BufferedRecorder;
  /** How long Acumatica may take to answer. Default: the session's own, longer than Acumatica's. */
  vendorTimeouts?: { readMs?: number; writeMs?: number };
  /** Where people and warehouses reach us, without a slash at the end, e.g. https://dock.example.com. */
  appUrl: string;
  /** Stand in for the registry's adapters of the same key when a warehouse is opened: for tests and benchmarks. Default: none. */
  warehouseAdapters?: readonly WarehouseAdapter[];
}
