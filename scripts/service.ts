import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { forEachLine } from "./run-program";
import type { Settings } from "./settings";

export interface ServiceOptions {
  name: string;
  /** Arguments for Node. */
  args: string[];
  settings: Settings;
  say: (line: string) => void;
  /** How long a stop may take before the process is killed. */
  stopTimeoutMs: number;
}

export interface Service {
  name: string;
  stop(): Promise<void>;
}

const GUARD = pathToFileURL(resolve("scripts/guard.mjs")).href;
const FIRST_DELAY_MS = 1_000;
const LAST_DELAY_MS = 30_000;
/** A process that ran this long was well: its next crash counts as the first. */
const WELL_AFTER_MS = 60_000;

/** Keeps a process running: a crash is said and it is started again, a little later each time. In a group of its own, so that Ctrl-C reaches only us. */
export function startService(options: ServiceOptions): Service {
  let child: ChildProcess | null = null;
  let isStopping = false;
  let delayMs = FIRST_DELAY_MS;
  let timer: NodeJS.Timeout | undefined;

  const launch = () => {
    const startedAt = Date.now();
    const started = spawn(process.execPath, options.args, {
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
      env: { ...options.settings, NODE_OPTIONS: [options.settings.NODE_OPTIONS, `--import=${GUARD}`].filter(Boolean).join(" ") },
    });
    child = started;
    forEachLine(started, line => line.trim() && options.say(line));
    started.once("exit", (code, signal) => {
      child = null;
      if (isStopping) return;
      if (Date.now() - startedAt > WELL_AFTER_MS) delayMs = FIRST_DELAY_MS;
      options.say(`stopped unexpectedly (${signal ?? `exit code ${code}`}); starting it again in ${delayMs / 1000} s`);
      timer = setTimeout(launch, delayMs);
      delayMs = Math.min(delayMs * 2, LAST_DELAY_MS);
    });
  };
  launch();

  return {
    name: options.name,
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      if (child) await endProcess(child, options.stopTimeoutMs);
    },
  };
}

/** Asks with SIGTERM, and takes the whole group down when that is not enough. */
export async function endProcess(child: ChildProcess, timeoutMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const { pid } = child;
  const gone = new Promise<void>(settle => child.once("exit", () => settle()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => {
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      child.kill("SIGKILL");
    }
  }, timeoutMs);
  await gone;
  clearTimeout(timer);
}
