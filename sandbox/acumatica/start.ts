import { join } from "node:path";
import { createClock } from "../shared/clock";
import { createControl } from "../shared/control";
import { createFaults, type Faults } from "../shared/faults";
import { createJournal, type Journal } from "../shared/journal";
import { type SandboxServer, startServer } from "../shared/server";
import { createSnapshot } from "../shared/snapshot";
import { controlRoutes } from "./control-routes";
import { type AcumaticaControls, createControls } from "./controls";
import { createHandler } from "./handler";
import { seedInstance } from "./seed-base";
import type { SeedRequest } from "./seed-orders";
import { liveSessions } from "./sessions";
import type { Site } from "./site";
import { type AcumaticaSwitches, defaultSwitches } from "./switches";
import { createThrottle } from "./throttle";
import { emptyWorld, restoreWorld, saveWorld } from "./world";

export interface AcumaticaSandboxOptions {
  port?: number;
  /** Keeps records, tokens and sessions across restarts, and mirrors the journal. */
  dataDir?: string;
  /** Time source in ms; default the system's. */
  now?: () => number;
  /** Orders to begin with, when nothing was restored. */
  seed?: SeedRequest;
  switches?: Partial<AcumaticaSwitches>;
}

export interface AcumaticaSandbox {
  url: string;
  port: number;
  journal: Journal;
  faults: Faults;
  /** Live: assign to turn. */
  switches: AcumaticaSwitches;
  control: AcumaticaControls;
  close(): Promise<void>;
}

function stateOf(site: Site, throttle: ReturnType<typeof createThrottle>): Record<string, unknown> {
  const tenants = [...site.world.tenants.values()].map(({ name, tables }) => ({
    name,
    records: Object.fromEntries([...tables].map(([entity, table]) => [entity, table.size()])),
  }));
  const sessions = liveSessions(site).map(({ id, kind, tenant, user }) => ({ id, kind, tenant, user }));
  return {
    tenants,
    sessions,
    throttle: throttle.state(),
    users: site.world.users.map(({ name, tenant, failures, lockedUntilMs }) => ({
      name,
      tenant,
      failures,
      isLocked: lockedUntilMs > site.clock.now(),
    })),
  };
}

function clearWorld(site: Site): void {
  Object.assign(site.world, emptyWorld());
  seedInstance(site);
}

function createSite(options: AcumaticaSandboxOptions, changed: () => void): Site {
  const clock = createClock(options.now);
  const file = options.dataDir ? { file: join(options.dataDir, "acumatica-journal.jsonl") } : {};
  return {
    world: emptyWorld(),
    switches: { ...defaultSwitches(), ...options.switches },
    journal: createJournal({ iso: clock.iso, ...file }),
    clock,
    changed,
  };
}

/** Starts a sandbox Acumatica: OAuth, sessions and the contract REST API on real HTTP. Port 0 (default) takes any free one. */
export async function startAcumaticaSandbox(options: AcumaticaSandboxOptions = {}): Promise<AcumaticaSandbox> {
  const site = createSite(options, () => snapshot.touch());
  const snapshot = createSnapshot({
    name: "acumatica",
    take: () => saveWorld(site.world),
    ...(options.dataDir ? { dataDir: options.dataDir } : {}),
  });
  const saved = snapshot.load();
  if (saved) restoreWorld(site.world, saved);
  else seedInstance(site);
  const faults = createFaults();
  const throttle = createThrottle(site);
  const controls = createControls(site);
  if (!saved && options.seed) controls.seed(options.seed);
  const control = createControl({
    name: "acumatica",
    journal: site.journal,
    faults,
    clock: site.clock,
    switches: site.switches,
    state: () => stateOf(site, throttle),
    reset: () => {
      Object.assign(site.switches, defaultSwitches(), options.switches);
      throttle.reset();
      clearWorld(site);
    },
    changed: site.changed,
    routes: controlRoutes(controls),
  });
  const handle = createHandler(site, throttle);
  const server: SandboxServer = await startServer({
    name: "acumatica",
    port: options.port ?? 0,
    journal: site.journal,
    faults,
    now: site.clock.now,
    handle: async request => (await control(request)) ?? handle(request),
  });
  const close = async () => {
    await server.close();
    snapshot.close();
    site.journal.close();
  };
  return { url: server.url, port: server.port, journal: site.journal, faults, switches: site.switches, control: controls, close };
}
