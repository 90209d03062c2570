import { inWorkspace } from "@/lib/db/tx";
import type { WorkDone } from "./children/messages";
import { machineBusyMs, processorMs } from "./processor-time";
import type { Stage } from "./stage";

/** What one stretch of work took. */
export interface Phase extends WorkDone {
  erpCalls: number;
  warehouseCalls: number;
  /** Processor time of both sandboxes: on the same machine it is missing elsewhere. */
  sandboxCpuMs: number;
  /** Processor time of the database; null where the system does not tell. */
  databaseCpuMs: number | null;
  /** Processor time everything else on this machine took meanwhile. */
  othersCpuMs: number | null;
}

/** Lets the worker work until nothing is due. */
export async function runPhase(stage: Stage): Promise<Phase> {
  const before = await readMeters(stage);
  const done = await stage.worker.ask("work");
  const after = await readMeters(stage);
  const sandboxCpuMs = after.sandboxCpuMs - before.sandboxCpuMs;
  const databaseCpuMs = after.databaseCpuMs === null || before.databaseCpuMs === null ? null : after.databaseCpuMs - before.databaseCpuMs;
  const busyMs = after.busyMs - before.busyMs;
  return {
    ...done,
    erpCalls: after.erpCalls - before.erpCalls,
    warehouseCalls: after.warehouseCalls - before.warehouseCalls,
    sandboxCpuMs,
    databaseCpuMs,
    othersCpuMs: databaseCpuMs === null ? null : Math.max(0, busyMs - done.cpuMs - sandboxCpuMs - databaseCpuMs),
  };
}

async function readMeters({ scope, erp, warehouse }: Stage) {
  const [erpCalls, warehouseCalls, erpCpuMs, warehouseCpuMs] = await Promise.all([
    erp.calls(),
    warehouse.calls(),
    erp.cpuMs(),
    warehouse.cpuMs(),
  ]);
  const servers = await inWorkspace(scope, tx => tx.$queryRaw<{ pid: number }[]>`select pid from pg_stat_activity`);
  return {
    erpCalls,
    warehouseCalls,
    sandboxCpuMs: erpCpuMs + warehouseCpuMs,
    databaseCpuMs: processorMs(servers.map(server => server.pid)),
    busyMs: machineBusyMs(),
  };
}
