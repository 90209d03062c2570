import { inWorkspace } from "@/lib/db/tx";
import { runPhase } from "./phase";
import type { Result } from "./report";
import { openStage, type StageOptions } from "./stage";

export interface FlowOptions extends StageOptions {
  orders: number;
}

/** Imports `orders` orders and sends them to the warehouse. Fails when one of them did not arrive. */
export async function runFlow(options: FlowOptions): Promise<Result> {
  const stage = await openStage(options);
  try {
    await stage.erp.control("POST", "/seed", { orders: options.orders });
    const phase = await runPhase(stage);
    const accepted = await inWorkspace(stage.scope, tx => tx.order.count({ where: { status: "at_warehouse" } }));
    if (accepted !== options.orders) throw new Error(`${accepted} of ${options.orders} orders arrived at the warehouse`);
    const { erpMs, warehouseMs } = options.delay;
    const delay = erpMs + warehouseMs > 0 ? `, ${erpMs}/${warehouseMs} ms a call` : "";
    return {
      name: `import + forward, ${options.sink === "batch" ? "100 a call" : "one a call"}${delay}`,
      orders: options.orders,
      elapsedMs: phase.elapsedMs,
      calls: [{ what: "order", count: (phase.erpCalls + phase.warehouseCalls) / options.orders }],
      workerCpuMs: phase.cpuMs,
      sandboxCpuMs: phase.sandboxCpuMs,
      databaseCpuMs: phase.databaseCpuMs,
      othersCpuMs: phase.othersCpuMs,
      rssStart: phase.rssStart,
      rssPeak: phase.rssPeak,
    };
  } finally {
    await stage.close();
  }
}
