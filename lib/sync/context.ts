import type { AcumaticaSession } from "@/lib/acumatica/session";
import type { Runtime } from "@/lib/connections/runtime";
import type { StoreSettings } from "@/lib/connections/store-settings";
import type { Scope } from "@/lib/db/scope";
import type { OrderMode } from "@/lib/orders/source-order";
import type { WarehouseDefinition, WarehouseSession } from "@/lib/warehouses/contract";
import type { Counters } from "./counters";
import type { Lease } from "./lease";

/** Times of the loop that a test may shorten; production uses the defaults. */
export interface LoopTimes {
  /** A holder not heard of for this long is dead. */
  leaseMs: number;
  /** Pause between the two looks of a write whose answer was lost: longer than the longest late save seen. */
  doubtPauseMs: number;
  /** How long one job may work on a channel before it makes room for others. */
  sliceMs: number;
  /** First wait after a busy record or an unfinished operation. */
  pollMs: number;
}

export const DEFAULT_LOOP_TIMES: LoopTimes = { leaseMs: 60_000, doubtPauseMs: 60_000, sliceMs: 20_000, pollMs: 15_000 };

export interface LoopRuntime extends Runtime {
  times: LoopTimes;
}

/** Everything one run of one channel works with. */
export interface ChannelRun {
  runtime: LoopRuntime;
  scope: Scope;
  lease: Lease;
  runId: string;
  channel: { id: string; kind: "orders" | "shipments"; cursor: Record<string, unknown>; sweepDue: boolean };
  connection: { id: string; name: string; merchantId: string; orderPrefix: string; createdAt: Date };
  store: { id: string; name: string; settings: StoreSettings; mode: OrderMode; learned: Record<string, unknown> };
  warehouse: { id: string; name: string };
  openAcumatica(): Promise<AcumaticaSession>;
  openWarehouse(): Promise<{ session: WarehouseSession; definition: WarehouseDefinition }>;
  counters: Counters;
  signal: AbortSignal;
  /** True when the job's slice of time is used up: finish the current piece and come back. */
  isTimeUp(): boolean;
}
