import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { observeFailpoints } from "@/lib/core/failpoints";
import { createWorld, type World } from "../testing/world";

/**
 * Fault 33: SIGKILL at every failpoint. A dry run learns which points each phase of the road passes; then every one of them kills a real process once, and
 * after at most three ticks the vendors' records must look as if nothing had happened: 0 lost, 0 doubled, 0 stuck.
 */
const PHASES = ["import-and-forward", "write-back", "slow-confirm", "second-box", "undo", "undo-second-box"] as const;
type Phase = (typeof PHASES)[number];

/** Points that only other callers than the two channels pass; each has a test of its own. */
const ELSEWHERE = [
  /^webhook\./,
  /^order\./,
  /^mapping\./,
  /^import\.(sweep|deleted)/,
  /^acumatica\.(proof|probe|offer|entity|logout|token\.refresh|schema|salesorder\.(get-source|source))/,
  /^shipstation\.(verify|webhook|carriers|services|cancel|order)/,
];

let world: World;
beforeAll(async () => {
  world = await createWorld();
  // Each phase of each point signs in anew, so that the token call and its commit are on the road too.
  world.acumatica.control.seed({ orders: 1 });
  await world.sync();
}, 60_000);
afterAll(async () => {
  spare?.child.kill("SIGKILL");
  await world?.close();
});

async function prepare(phase: Phase): Promise<string> {
  const [number = ""] = world.acumatica.control.seed({ orders: 1, lines: 2 }).orders;
  if (phase === "import-and-forward") return number;
  await world.sync();
  const { shipments } = world.shipstation.control.ship({ orderKey: number });
  if (phase === "write-back" || phase === "slow-confirm") return number;
  await world.sync(2);
  if (phase === "undo") {
    world.shipstation.control.voidLabel({ shipmentId: shipments[0]?.shipmentId ?? 0 });
    return number;
  }
  const again = world.shipstation.control.labelAgain({ orderKey: number });
  if (phase === "second-box") return number;
  await world.sync(2);
  world.shipstation.control.voidLabel({ shipmentId: again.shipments[0]?.shipmentId ?? 0 });
  return number;
}

async function check(phase: Phase, number: string): Promise<void> {
  const order = await world.order(number);
  const shipments = world.acumatica.control.shipments({ orderNbr: number });
  const boxes = shipments.flatMap(shipment => shipment.Packages as { TrackingNbr: string }[]);
  const expected = {
    "import-and-forward": ["at_warehouse", 0, 0],
    "write-back": ["completed", 1, 1],
    "slow-confirm": ["completed", 1, 1],
    "second-box": ["completed", 1, 2],
    undo: ["at_warehouse", 0, 0],
    "undo-second-box": ["completed", 1, 1],
  } as const;
  expect([order.status, shipments.length, boxes.length]).toEqual(expected[phase]);
  expect(world.shipstation.control.orders().filter(one => one.orderKey === number)).toHaveLength(1);
  expect(order.problemCode).toBeNull();
  expect(order.writeBacks.filter(entry => entry.status !== "done")).toEqual([]);
}

async function pointsOf(phase: Phase): Promise<string[]> {
  const number = await prepare(phase);
  world.acumatica.control.revokeTokens();
  const seen = new Set<string>();
  await world.passTime();
  observeFailpoints(name => seen.add(name));
  await world.sync(2);
  observeFailpoints(null);
  await check(phase, number);
  return [...seen];
}

/** At most three ticks; fewer when all is well before. */
async function recover(phase: Phase, number: string): Promise<void> {
  for (let tick = 1; tick <= 3; tick += 1) {
    await world.passTime();
    await world.sync();
    const isWell = await check(phase, number).then(
      () => true,
      error => {
        if (tick === 3) throw error;
        return false;
      },
    );
    if (isWell) return;
  }
}

/** The next process to be killed, started ahead of time: half of the sweep would be waiting for starts. */
let spare: { child: ChildProcess; ready: Promise<unknown> } | null = null;

function startSpare(): { child: ChildProcess; ready: Promise<unknown> } {
  const env = { ...process.env, ...world.childEnv };
  const child = fork("lib/sync/testing/loop-child.ts", ["work-when-told"], { execArgv: ["--import", "tsx"], env, silent: true });
  return { child, ready: once(child, "message") };
}

async function killAt(point: string): Promise<void> {
  const { child, ready } = spare ?? startSpare();
  await ready;
  const exited = once(child, "exit");
  child.send(`${point}:kill`);
  spare = startSpare();
  await exited;
}

describe("fault 33: killed at every failpoint", () => {
  it("ends as if nothing had happened, wherever the process died", async () => {
    const tested = new Set<string>();
    const failures: string[] = [];
    for (const phase of PHASES) {
      Object.assign(
        world.acumatica.switches,
        phase === "slow-confirm" ? { actionMode: "async", operationMs: 50 } : { actionMode: "immediate" },
      );
      for (const point of await pointsOf(phase)) {
        // Points before a step of its own are killed in every phase that passes them; the shared ones once.
        if (tested.has(point) && !point.startsWith("write-back.") && !point.startsWith("acumatica.shipment.")) continue;
        const number = await prepare(phase);
        world.acumatica.control.revokeTokens();
        await world.passTime();
        await killAt(point);
        await recover(phase, number).catch(error => failures.push(`${phase} at ${point}: ${String(error.message).slice(0, 400)}`));
        tested.add(point);
      }
    }
    expect(failures).toEqual([]);
    await world.passTime();
    await world.sync(2);
    expect((await world.orders()).filter(order => !["at_warehouse", "completed"].includes(order.status))).toEqual([]);
    expect(world.shipstation.journal.count({ kind: "effect", name: "order.created" })).toBe((await world.orders()).length);
    const named = namedPoints().filter(name => !ELSEWHERE.some(pattern => pattern.test(name)));
    expect(named.filter(name => !tested.has(name))).toEqual([]);
    expect(tested.size).toBeGreaterThanOrEqual(40);
  }, 600_000);
});

/** Every point written in the loop's source, so that a new call or commit without a killed process fails here. */
function namedPoints(): string[] {
  const files = ["lib/sync", "lib/acumatica", "lib/warehouses/shipstation"].flatMap(sourcesBelow);
  return [
    ...new Set(files.flatMap(file => [...readFileSync(file, "utf8").matchAll(/failpoint\("([a-z.-]+)"\)/g)].map(match => match[1] ?? ""))),
  ];
}

function sourcesBelow(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap(entry => {
    if (entry.isDirectory()) return entry.name === "testing" || entry.name === "faults" ? [] : sourcesBelow(join(dir, entry.name));
    return entry.name.endsWith(".ts") && !entry.name.includes(".test.") ? [join(dir, entry.name)] : [];
  });
}
