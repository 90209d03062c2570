import { inWorkspace } from "@/lib/db/tx";
import { runPhase } from "./phase";
import type { Result } from "./report";
import { openStage, type StageOptions } from "./stage";

export interface LoopOptions extends Omit<StageOptions, "sink"> {
  orders: number;
}

/** The whole way: imported, sent, shipped at the warehouse (not measured), collected, written back with confirm. Fails when an order is not completed. */
export async function runLoop(options: LoopOptions): Promise<Result> {
  const stage = await openStage({ ...options, sink: "batch" });
  try {
    await stage.erp.control("POST", "/seed", { orders: options.orders });
    const there = await runPhase(stage);
    await stage.warehouse.control("POST", "/ship-all", { count: options.orders });
    await inWorkspace(stage.scope, tx => tx.$executeRaw`update "Channel" set "nextDueAt" = clock_timestamp() where kind = 'shipments'`);
    const back = await runPhase(stage);
    const completed = await inWorkspace(stage.scope, tx => tx.order.count({ where: { status: "completed" } }));
    if (completed !== options.orders) throw new Error(`${completed} of ${options.orders} orders were completed`);
    const secondsBack = (back.elapsedMs / 1_000).toFixed(1);
    return {
      name: `full loop, of which collect + write back ${secondsBack} s`,
      orders: options.orders,
      elapsedMs: there.elapsedMs + back.elapsedMs,
      calls: [{ what: "shipment (ERP)", count: back.erpCalls / options.orders }],
      workerCpuMs: there.cpuMs + back.cpuMs,
      sandboxCpuMs: there.sandboxCpuMs + back.sandboxCpuMs,
      databaseCpuMs: plus(there.databaseCpuMs, back.databaseCpuMs),
      othersCpuMs: plus(there.othersCpuMs, back.othersCpuMs),
      rssStart: there.rssStart,
      rssPeak: back.rssPeak,
    };
  } finally {
    await stage.close();
  }
}

const plus = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);
