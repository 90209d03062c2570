/**
 * `npm run bench`: how fast the loop is and how much memory its worker takes, against sandbox vendors and a PostgreSQL of its own. See README.md.
 * `npm run bench -- seed` fills the app's own database instead, to look at screens with many orders.
 */
import { parseArgs } from "node:util";

const HELP = `npm run bench                         every scenario at its default size
npm run bench -- flow [--orders 20000] [--sink batch|single] [--delay erpMs,whMs] [--open 1-10]
    Import and forward. --delay: how long each vendor call takes. --open: concurrent batches of the store (default 5).
npm run bench -- loop [--orders 2000] [--delay erpMs,whMs] [--open 1-10]
    Import, forward, ship, collect, write back with confirm.
npm run bench -- seed [--orders 1000000]
    Fills the app's database with orders, lines and shipments for its screens.
--profile DIR on flow and loop writes the worker's CPU profile there (open it in Chrome's developer tools).`;

interface Options {
  orders: number | null;
  sink: "batch" | "single";
  delay: { erpMs: number; warehouseMs: number };
  concurrentBatches: number;
  profileDir: string | null;
}

// Each command loads its own code only: the worker's memory is measured, and must not hold what the measuring needs.
const COMMANDS: Record<string, (options: Options) => Promise<void>> = {
  all: async () => (await import("./run-all")).runAll(),
  flow: async options => (await import("./report")).printResults([await (await import("./flow")).runFlow(flowOf(options))]),
  loop: async options => (await import("./report")).printResults([await (await import("./loop")).runLoop(loopOf(options))]),
  seed: async ({ orders }) => (await import("./seed/seed")).seed({ orders: orders ?? 1_000_000 }),
  "child-sandbox": async () => (await import("./children/sandbox-child")).serveSandbox(),
  "child-worker": async () => (await import("./children/worker-child")).serveWorker(),
};

const flowOf = ({ orders, ...rest }: Options) => ({ ...rest, orders: orders ?? 20_000 });
const loopOf = ({ orders, sink: _sink, ...rest }: Options) => ({ ...rest, orders: orders ?? 2_000 });

function readOptions(args: string[]): Options {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ args, options: { orders: text, sink: text, delay: text, open: text, profile: text } });
  const sink = values.sink ?? "batch";
  if (sink !== "batch" && sink !== "single") throw new Error("--sink is batch or single");
  const [erpMs, warehouseMs] = (values.delay ?? "0,0").split(",").map(part => whole("--delay", part));
  return {
    orders: values.orders === undefined ? null : whole("--orders", values.orders),
    sink,
    delay: { erpMs: erpMs ?? 0, warehouseMs: warehouseMs ?? erpMs ?? 0 },
    concurrentBatches: whole("--open", values.open ?? "5"),
    profileDir: values.profile ?? null,
  };
}

function whole(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`${name} takes a whole number, not "${text}"`);
  return Number(text);
}

const [name = "all", ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command || args.includes("--help")) {
  console.log(HELP);
  process.exitCode = command ? 0 : 2;
} else {
  try {
    await command(name.startsWith("child-") ? readOptions([]) : readOptions(args));
  } catch (error) {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    process.exitCode = 1;
  }
}
