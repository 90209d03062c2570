import type { SandboxClock } from "./clock";
import type { SandboxRequest, SandboxResponse } from "./exchange";
import type { FaultSpec, Faults } from "./faults";
import type { Journal } from "./journal";

/** One vendor's own control: gets the parsed body (or `{}`) and the query; what it returns is sent as JSON. */
export type ControlRoute = (input: { body: Record<string, unknown>; query: URLSearchParams; path: string }) => unknown;

export interface ControlOptions {
  name: string;
  journal: Journal;
  faults: Faults;
  clock: SandboxClock;
  /** Live object; `POST /switches` patches it (own keys only; nested objects are merged). */
  switches: object;
  /** Counts and anything worth seeing, for `GET /state`. */
  state: () => Record<string, unknown>;
  /** Back to the fresh state. Journal, faults and clock are cleared by the shared part. */
  reset: () => void;
  /** Called after every control that may have changed something (snapshot). */
  changed?: () => void;
  /** Keys such as `"POST /seed"`; a trailing `/*` matches any rest, found in `path`. */
  routes?: Record<string, ControlRoute>;
}

const LOOPBACK_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Control is for this machine only: address, Host and (from a browser) Origin must all be loopback. */
function isLoopback(request: SandboxRequest): boolean {
  const address = request.remoteAddress.replace(/^::ffff:/, "");
  if (!address.startsWith("127.") && address !== "::1") return false;
  if (!LOOPBACK_HOSTS.has(request.url.hostname)) return false;
  const { origin } = request.headers;
  if (!origin) return true;
  return URL.canParse(origin) && LOOPBACK_HOSTS.has(new URL(origin).hostname);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Merges a patch into the switches. @throws Error naming an unknown switch, so that a typo in a test is not a silent pass. */
function patchSwitches(target: object, patch: Record<string, unknown>): void {
  const known = target as Record<string, unknown>;
  for (const [key, value] of Object.entries(patch)) {
    if (!Object.hasOwn(known, key)) throw new Error(`Unknown switch: ${key}. Known: ${Object.keys(known).join(", ")}`);
    const present = known[key];
    known[key] = isPlainObject(present) && isPlainObject(value) ? { ...present, ...value } : value;
  }
}

function sharedRoutes({ journal, faults, clock, switches, state, reset }: ControlOptions): Record<string, ControlRoute> {
  return {
    "GET /state": () => ({
      now: clock.iso(),
      offsetMs: clock.offsetMs,
      ...state(),
      switches,
      faults: faults.list(),
      journal: { lastSeq: journal.lastSeq(), count: journal.count() },
    }),
    "GET /journal": ({ query }) =>
      journal.entries({ since: Number(query.get("since") ?? 0), kind: query.get("kind") ?? "", name: query.get("name") ?? "" }),
    "DELETE /journal": () => {
      journal.clear();
      return { cleared: true };
    },
    "GET /faults": () => faults.list(),
    "POST /faults": ({ body }) => (Array.isArray(body) ? body.map(spec => faults.add(spec)) : faults.add(body as unknown as FaultSpec)),
    "DELETE /faults": ({ query }) => ({ removed: faults.remove(query.get("id") ?? undefined) }),
    "GET /switches": () => switches,
    "POST /switches": ({ body }) => {
      patchSwitches(switches, body);
      return switches;
    },
    "POST /clock": ({ body }) => {
      clock.offsetMs = Number(body.offsetMs ?? 0);
      return { now: clock.iso(), offsetMs: clock.offsetMs };
    },
    "POST /reset": () => {
      clock.offsetMs = 0;
      faults.remove();
      reset();
      journal.clear();
      return { reset: true };
    },
  };
}

function findRoute(routes: Record<string, ControlRoute>, method: string, path: string): ControlRoute | null {
  const exact = routes[`${method} ${path}`];
  if (exact) return exact;
  const wild = Object.keys(routes).find(key => key.endsWith("/*") && `${method} ${path}`.startsWith(key.slice(0, -1)));
  return wild ? (routes[wild] ?? null) : null;
}

/** The handler of `/__sandbox`. Resolves null for any other path. */
export function createControl(options: ControlOptions): (request: SandboxRequest) => Promise<SandboxResponse | null> {
  const routes = { ...sharedRoutes(options), ...options.routes };
  return async request => {
    if (!request.path.startsWith("/__sandbox")) return null;
    if (!isLoopback(request)) return { status: 403, body: { error: "the sandbox control answers on loopback only" } };
    const path = request.path.slice("/__sandbox".length).replace(/\/$/, "") || "/";
    const route = findRoute(routes, request.method, path);
    if (!route) return { status: 404, body: { error: `no such control: ${request.method} ${path}`, controls: Object.keys(routes) } };
    try {
      const body = request.rawBody.length === 0 ? {} : (request.json() as Record<string, unknown>);
      const result = await route({ body, query: request.url.searchParams, path });
      if (request.method !== "GET") options.changed?.();
      return { status: 200, body: (result ?? {}) as object };
    } catch (error) {
      return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
    }
  };
}
