import { runFlow } from "./flow";
import { runLoop } from "./loop";
import { printResults, type Result } from "./report";

const NO_DELAY = { erpMs: 0, warehouseMs: 0 };
const COMMON = { delay: NO_DELAY, concurrentBatches: 5, profileDir: null };
/** As many as the store settings allow: where a call carries one order, or one shipment, the rate is made of calls side by side. */
const WIDE = { ...COMMON, concurrentBatches: 10 };
/** Slow vendors: what a call to the real ones takes on a good day. */
const SLOW = { ...WIDE, delay: { erpMs: 150, warehouseMs: 100 } };

/** Every scenario, one after the other, each with a database and processes of its own; then the growth of memory between the two sizes. */
export async function runAll(): Promise<void> {
  const scenarios: (() => Promise<Result>)[] = [
    () => runFlow({ ...COMMON, orders: 5_000, sink: "batch" }),
    () => runFlow({ ...COMMON, orders: 20_000, sink: "batch" }),
    () => runFlow({ ...WIDE, orders: 20_000, sink: "single" }),
    () => runFlow({ ...SLOW, orders: 20_000, sink: "batch" }),
    () => runFlow({ ...SLOW, orders: 5_000, sink: "single" }),
    () => runLoop({ ...WIDE, orders: 2_000 }),
  ];
  const results: Result[] = [];
  for (const scenario of scenarios) {
    const result = await scenario();
    console.error(`${result.name}: ${(result.elapsedMs / 1_000).toFixed(1)} s`);
    results.push(result);
  }
  printResults(results);
  const [small, large] = results;
  if (!small || !large) return;
  const growth = (large.rssPeak / small.rssPeak - 1) * 100;
  console.log(`\nPeak memory of the worker from 5,000 to 20,000 orders: ${growth >= 0 ? "+" : ""}${growth.toFixed(0)} %`);
}
