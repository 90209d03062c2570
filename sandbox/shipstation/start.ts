import { join } from "node:path";
import { createClock, type SandboxClock } from "../shared/clock";
import { createControl } from "../shared/control";
import type { SandboxHandler, SandboxRequest, SandboxResponse } from "../shared/exchange";
import { createFaults, type Faults } from "../shared/faults";
import { createJournal, type Journal } from "../shared/journal";
import { startServer } from "../shared/server";
import { createSnapshot, type Snapshot } from "../shared/snapshot";
import { createControlRoutes, createFloorControl, type ShipStationControl } from "./control-routes";
import { renderPage } from "./page/render-page";
import { createRateLimiter, type RateLimiter } from "./rate-limit";
import { callRoute } from "./routes";
import { type SavedState, State } from "./state";
import { defaultSwitches, type Switches } from "./switches";
import { errorAnswer, VendorError } from "./vendor-error";
import { createWebhookSender } from "./webhook-sender";
import { releaseDueHolds, type World } from "./world";

export interface ShipStationSandboxOptions {
  /** 0 or absent = any free port. */
  port?: number;
  host?: string;
  /** Where the account and its journal are kept across restarts; without it nothing is kept. */
  dataDir?: string;
  /** Milliseconds since the epoch; the default is the system's. */
  now?: () => number;
  /** Sample orders to begin with, when nothing was restored. */
  seed?: { count?: number; prefix?: string };
  switches?: Partial<Switches>;
}

export interface ShipStationSandbox {
  url: string;
  port: number;
  journal: Journal;
  faults: Faults;
  switches: Switches;
  clock: SandboxClock;
  control: ShipStationControl;
  close(): Promise<void>;
}

/** Writing the account out costs about this long per order; saves are spaced so that it stays a small share of the time. */
const SAVE_SPACING_MS_PER_ORDER = 0.5;
/** Beyond this the account would not fit into one text, and is not kept. */
const SAVED_ORDERS_MAX = 100_000;

/** The key pair of a Basic header, or null. */
function readBasic(header: string | undefined): { apiKey: string; apiSecret: string } | null {
  const encoded = /^Basic\s+(.+)$/i.exec(header ?? "")?.[1];
  if (!encoded) return null;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? null : { apiKey: text.slice(0, colon), apiSecret: text.slice(colon + 1) };
}

function withHeaders(response: SandboxResponse, headers: Record<string, string>): SandboxResponse {
  return { ...response, headers: { ...headers, ...response.headers } };
}

/** One V1 call: key, limit, then the endpoint. */
function answerCall(world: World, limiter: RateLimiter, request: SandboxRequest): SandboxResponse {
  const pair = readBasic(request.headers.authorization);
  const partner = request.headers["x-partner"] ?? request.headers["x-shipstation-partner"];
  if (partner) request.notes.partner = partner;
  if (!pair || world.state.keys.get(pair.apiKey) !== pair.apiSecret) return errorAnswer({ kind: "unauthorized" }, world.switches);
  const verdict = limiter.take(pair.apiKey);
  request.notes.apiKey = pair.apiKey;
  request.notes.remaining = verdict.remaining;
  if (!verdict.isAllowed) {
    request.notes.throttled = true;
    return withHeaders({ status: 429, body: { message: "Too Many Requests" } }, verdict.headers);
  }
  try {
    return withHeaders(callRoute(world, request), verdict.headers);
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return withHeaders(errorAnswer(error.detail, world.switches), verdict.headers);
  }
}

function isPage({ method, path }: SandboxRequest): boolean {
  return method === "GET" && (path === "/" || path === "/__sandbox" || path === "/__sandbox/");
}

/** Starts a ShipStation V1 account on real HTTP. The first key pair is `sandbox-key` / `sandbox-secret`. */
export async function startShipStationSandbox(options: ShipStationSandboxOptions = {}): Promise<ShipStationSandbox> {
  const { dataDir } = options;
  const clock = createClock(options.now);
  const journal = createJournal({ iso: clock.iso, ...(dataDir ? { file: join(dataDir, "shipstation-journal.jsonl") } : {}) });
  const faults = createFaults();
  const switches: Switches = { ...defaultSwitches(), ...options.switches };
  const snapshot: Snapshot<SavedState> = createSnapshot({
    ...(dataDir ? { dataDir } : {}),
    name: "shipstation",
    take: (): SavedState => state.save(),
  });
  const state: State = new State(snapshot.load());
  let url = "";
  const webhooks = createWebhookSender({ switches, journal, subscriptions: () => state.webhooks.values(), baseUrl: () => url });
  const world: World = { state, switches, clock, journal, webhooks };
  const limiter = createRateLimiter(switches, clock.now);

  let saveTimer: NodeJS.Timeout | null = null;
  const touch = () => {
    if (saveTimer || !dataDir || state.orders.size > SAVED_ORDERS_MAX) return;
    saveTimer = setTimeout(() => {
      saveTimer = null;
      snapshot.touch();
    }, state.orders.size * SAVE_SPACING_MS_PER_ORDER);
    saveTimer.unref();
  };
  const resetAccount = () => {
    webhooks.clear();
    limiter.clear();
    state.reset();
    Object.assign(switches, defaultSwitches());
  };
  const resetAll = () => {
    resetAccount();
    clock.offsetMs = 0;
    faults.remove();
    journal.clear();
    touch();
  };
  const control = createFloorControl(world, touch, resetAll);
  const answerControl = createControl({
    name: "shipstation",
    journal,
    faults,
    clock,
    switches,
    state: () => ({ orders: state.orders.size, shipments: state.shipments.size, fulfillments: state.fulfillments.size }),
    reset: resetAccount,
    changed: touch,
    routes: createControlRoutes(world, control),
  });

  const handle: SandboxHandler = async request => {
    if (isPage(request)) return renderPage();
    releaseDueHolds(world);
    const answered = await answerControl(request);
    if (answered) return answered;
    const response = answerCall(world, limiter, request);
    if (request.method !== "GET" || switches.voidAfterPickupKeys.length > 0) touch();
    return response;
  };

  const server = await startServer({
    name: "shipstation",
    journal,
    faults,
    handle,
    now: clock.now,
    port: options.port ?? 0,
    ...(options.host ? { host: options.host } : {}),
  });
  url = server.url;
  if (options.seed && state.orders.size === 0) control.seed(options.seed);
  return {
    url,
    port: server.port,
    journal,
    faults,
    switches,
    clock,
    control,
    async close() {
      webhooks.clear();
      await server.close();
      if (saveTimer) clearTimeout(saveTimer);
      if (state.orders.size <= SAVED_ORDERS_MAX) snapshot.close();
      journal.close();
    },
  };
}
