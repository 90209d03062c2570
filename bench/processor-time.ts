import { readFileSync } from "node:fs";
import { cpus } from "node:os";

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** Processor time these processes have used so far, ms. Null where the system does not tell (/proc is Linux's). */
export function processorMs(pids: number[]): number | null {
  try {
    return pids.map(ticksOf).reduce((sum, ticks) => sum + ticks, 0) * TICK_MS;
  } catch {
    return null;
  }
}

/** Fields 14 and 15 of /proc/<pid>/stat; the name in field 2 may hold spaces, so they are counted from its closing bracket. */
function ticksOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

/** Time all processors of this machine have been busy so far, ms, whoever kept them so. */
export function machineBusyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}
