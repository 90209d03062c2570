import { randomUUID } from "node:crypto";

/** How a request goes wrong. "Handled" means the vendor's code ran and its effect is real. */
export type FaultAction =
  /** Never answered, socket kept open, not handled. */
  | { type: "hang" }
  /** Socket destroyed, not handled. */
  | { type: "drop" }
  /** Handled, then the socket is destroyed instead of an answer. */
  | { type: "drop_after" }
  /** Handled at once, answered after `ms`. */
  | { type: "late"; ms: number }
  /** Handled only after `ms`, even when the client has gone by then. */
  | { type: "late_effect"; ms: number }
  /** Waits `ms`, then handles and answers; a client that left meanwhile leaves no effect. */
  | { type: "slow"; ms: number }
  /** Not handled (unless `afterEffect`), this answer instead. */
  | { type: "status"; status: number; headers?: Record<string, string>; body?: unknown; afterEffect?: boolean }
  /** 200 with an HTML page, not handled. */
  | { type: "html"; body?: string }
  /** Handled; the answer is cut in the middle of its JSON, with 200. */
  | { type: "cut_json" }
  /** Handled; the answer says gzip and is not readable gzip. */
  | { type: "broken_gzip" }
  /** Handled; the answer says utf-8 and is UTF-16. */
  | { type: "wrong_charset" }
  /** Not handled; 302 to Acumatica's error page carrying the message. */
  | { type: "redirect_error"; message: string };

export interface FaultSpec {
  id?: string;
  method?: string;
  /** Regular expression source, tried on path + query, as sent and decoded. */
  path?: string;
  bodyIncludes?: string;
  /** Lets the first n matching requests pass. */
  skip?: number;
  /** How often it strikes: default 1; -1 = until removed. */
  times?: number;
  /** A bare name stands for `{type: name}`. */
  action: FaultAction | FaultAction["type"];
}

export interface Fault extends FaultSpec {
  id: string;
  skip: number;
  times: number;
  hits: number;
  action: FaultAction;
}

export interface FaultTarget {
  method: string;
  pathAndQuery: string;
  rawBody: Buffer;
}

export interface Faults {
  /** @throws Error when the path is not a regular expression or the action is unknown. */
  add(spec: FaultSpec): Fault;
  list(): Fault[];
  remove(id?: string): number;
  /** The action for this request, or null. Counts down `skip` and `times`. */
  take(target: FaultTarget): Fault | null;
}

const ACTIONS: Record<FaultAction["type"], Record<string, unknown>> = {
  hang: {},
  drop: {},
  drop_after: {},
  late: { ms: 1000 },
  late_effect: { ms: 1000 },
  slow: { ms: 1000 },
  status: { status: 503 },
  html: {},
  cut_json: {},
  broken_gzip: {},
  wrong_charset: {},
  redirect_error: { message: "An error has occurred." },
};

function completeAction(action: FaultSpec["action"]): FaultAction {
  const given = typeof action === "string" ? { type: action } : action;
  const defaults = ACTIONS[given?.type];
  if (!defaults) throw new Error(`Unknown fault action: ${JSON.stringify(action)}. Known: ${Object.keys(ACTIONS).join(", ")}`);
  return { ...defaults, ...given } as FaultAction;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function isMatch(fault: Fault, target: FaultTarget): boolean {
  if (fault.method && fault.method.toUpperCase() !== target.method) return false;
  if (fault.path) {
    const pattern = new RegExp(fault.path);
    if (!pattern.test(target.pathAndQuery) && !pattern.test(decoded(target.pathAndQuery))) return false;
  }
  return !fault.bodyIncludes || target.rawBody.includes(fault.bodyIncludes);
}

/** A set of fault switches. The first that matches a request takes it. */
export function createFaults(): Faults {
  let faults: Fault[] = [];
  const take = (target: FaultTarget) => {
    for (const fault of faults) {
      if (fault.times === 0 || !isMatch(fault, target)) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      fault.hits += 1;
      if (fault.times > 0) fault.times -= 1;
      return fault;
    }
    return null;
  };
  return {
    add(spec) {
      if (spec.path) new RegExp(spec.path);
      const fault: Fault = { id: randomUUID(), skip: 0, times: 1, ...spec, action: completeAction(spec.action), hits: 0 };
      fault.id ||= randomUUID();
      faults = [...faults.filter(other => other.id !== fault.id), fault];
      return fault;
    },
    list: () => faults.map(fault => ({ ...fault })),
    remove(id) {
      const before = faults.length;
      faults = id ? faults.filter(fault => fault.id !== id) : [];
      return before - faults.length;
    },
    take,
  };
}
