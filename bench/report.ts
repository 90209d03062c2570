/** One measured scenario. */
export interface Result {
  name: string;
  orders: number;
  elapsedMs: number;
  /** Vendor calls per order or shipment. */
  calls: { what: string; count: number }[];
  workerCpuMs: number;
  sandboxCpuMs: number;
  databaseCpuMs: number | null;
  othersCpuMs: number | null;
  rssStart: number;
  rssPeak: number;
}

const megabytes = (bytes: number) => Math.round(bytes / 1_048_576);
const seconds = (ms: number | null) => (ms === null ? "?" : (ms / 1_000).toFixed(1));

/** Prints the results as a Markdown table, ready for the README. */
export function printResults(results: Result[]): void {
  const rows = [
    ["scenario", "orders", "seconds", "orders/s", "calls", "CPU s: worker, database, sandboxes", "others", "worker MB: start → peak"],
    ...results.map(result => [
      result.name,
      result.orders.toLocaleString("en-US"),
      seconds(result.elapsedMs),
      Math.round(result.orders / (result.elapsedMs / 1_000)).toLocaleString("en-US"),
      result.calls.map(({ what, count }) => `${count.toFixed(count < 1 ? 3 : 2)} per ${what}`).join(", "),
      [result.workerCpuMs, result.databaseCpuMs, result.sandboxCpuMs].map(seconds).join(", "),
      seconds(result.othersCpuMs),
      `${megabytes(result.rssStart)} → ${megabytes(result.rssPeak)}`,
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  console.log([line(head), `|${widths.map(width => "-".repeat(width + 2)).join("|")}|`, ...body.map(line)].join("\n"));
}
