import type { WorkDone } from "./children/messages";
import type { Stage } from "./stage";

/** What one stretch of work took. */
export interface Phase extends WorkDone {
  erpCalls: number;
  warehouseCalls: number;
  /** Processor time of both sandboxes: on the same machine it is missing elsewhere. */
  sandboxCpuMs: number;
}

/** Lets the worker work until nothing is due. */
export async function runPhase({ worker, erp, warehouse }: Stage): Promise<Phase> {
  const read = () => Promise.all([erp.calls(), warehouse.calls(), erp.cpuMs(), warehouse.cpuMs()]);
  const before = await read();
  const done = await worker.ask("work");
  const after = await read();
  const [erpCalls, warehouseCalls, erpCpuMs, warehouseCpuMs] = after.map((value, index) => value - (before[index] ?? 0));
  return {
    ...done,
    erpCalls: erpCalls ?? 0,
    warehouseCalls: warehouseCalls ?? 0,
    sandboxCpuMs: (erpCpuMs ?? 0) + (warehouseCpuMs ?? 0),
  };
}
