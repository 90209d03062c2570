import { type CallBudget, createCallBudget } from "@/lib/db/call-budgets";
import type { Db } from "@/lib/db/client";
import type { Runtime } from "./runtime";

interface BudgetRequest {
  key: string;
  calls: number;
  windowMs: number;
  /** Calls open at once. Default: not limited. */
  concurrent?: number;
}

/** Budgets kept per process: callers of one key stand in one line, so that a full limit costs one question per freed call. */
const kept = new WeakMap<Db, Map<string, CallBudget>>();
const KEPT_MAX = 1_000;

/** The shared call budget of a store or a warehouse key. Settings that changed make a new one over the same row. */
export function openCallBudget(runtime: Pick<Runtime, "db" | "clock">, request: BudgetRequest): CallBudget {
  const budgets = kept.get(runtime.db) ?? new Map<string, CallBudget>();
  kept.set(runtime.db, budgets);
  const name = JSON.stringify(request);
  const existing = budgets.get(name);
  if (existing) return existing;
  if (budgets.size >= KEPT_MAX) budgets.clear();
  const budget = createCallBudget({
    db: runtime.db,
    clock: runtime.clock,
    key: request.key,
    limit: request.calls,
    windowMs: request.windowMs,
    ...(request.concurrent === undefined ? {} : { concurrency: request.concurrent }),
  });
  budgets.set(name, budget);
  return budget;
}
