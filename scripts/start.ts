/**
 * `npm start`: the whole product on one machine. Database → migrations → build → web, worker and sandbox; Ctrl-C ends them in order.
 * `--dev`: the same with reload.
 */
import { existsSync } from "node:fs";
import { AppError } from "../lib/core/errors";
import { assertOrdinaryRole } from "../lib/db/check-role";
import { migrate } from "../lib/db/migrate";
import { readPrivate, removePrivate, writePrivate } from "./data-folder";
import type { EmbeddedPostgres } from "./embedded-postgres";
import { isPortFree } from "./postgres/free-port";
import { ensureBuild, ensureClient } from "./prepare";
import { isProcessAlive } from "./process-alive";
import { endPrograms, NEXT, TYPESCRIPT } from "./run-program";
import { type Service, startService } from "./service";
import { allowSandbox, baseSettings, isEmbedded, type Settings, withDatabase } from "./settings";

const dev = process.argv.includes("--dev");
const say = (line: string) => console.log(line);
const stack: { services: Service[]; postgres: EmbeddedPostgres | null } = { services: [], postgres: null };
const stopping = new AbortController();
/** Who runs from this checkout, and where. */
const RUNNING = "start.json";

/** A reason not to start that is told in its own words, without a stack trace. */
class StartError extends Error {}

async function start(): Promise<void> {
  const settings = baseSettings({ dev });
  const port = Number(settings.PORT || "3000");
  await checkPorts(settings, port);
  await ensureClient();
  if (stopping.signal.aborted) return;
  stack.postgres = await withDatabase(settings);
  if (stack.postgres) keepPostgres(stack.postgres);
  const url = settings.DATABASE_URL ?? "";
  if (!dev && !stack.postgres) await assertOrdinaryRole(url);
  const { applied } = await migrate({ url });
  if (applied.length > 0) say(`Database brought up to date (${applied.length} migration${applied.length === 1 ? "" : "s"}).`);
  if (!dev) await ensureBuild({ onStart: () => say("Building the web app (first start, or the sources changed). About a minute.") });
  allowSandbox(settings);
  if (stopping.signal.aborted) return;
  startServices(settings, port);
  await waitUntilAnswers(port);
  if (!stopping.signal.aborted) welcome(settings, port);
}

async function checkPorts(settings: Settings, port: number): Promise<void> {
  const command = dev ? "npm run dev" : "npm start";
  if (!(await isPortFree(port))) {
    const other = readRunning();
    if (other)
      throw new StartError(`Dockbridge is already running from this folder: ${other.url} (process ${other.pid}). Stop that one first.`);
    throw new StartError(`Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port + 1} ${command}`);
  }
  if (settings.SANDBOX !== "1") return;
  for (const [name, fallback] of [
    ["SANDBOX_ACUMATICA_PORT", 4010],
    ["SANDBOX_SHIPSTATION_PORT", 4020],
  ] as const) {
    const wanted = Number(settings[name] || fallback);
    if (await isPortFree(wanted, "127.0.0.1")) continue;
    throw new StartError(
      `Port ${wanted}, which the sandbox needs, is taken. Stop the other program, choose another port (${name}=${wanted + 1} ${command}), or start without the sandbox: SANDBOX=0 ${command}`,
    );
  }
}

function readRunning(): { pid: number; url: string } | null {
  const text = readPrivate(RUNNING);
  if (!text) return null;
  const running = JSON.parse(text) as { pid: number; url: string };
  return isProcessAlive(running.pid) ? running : null;
}

function startServices(settings: Settings, port: number): void {
  const add = (name: string, args: string[], stopTimeoutMs: number) => {
    const service = startService({
      name,
      args,
      settings: { ...settings, PORT: String(port) },
      say: line => say(`${name.padEnd(7)} │ ${line}`),
      stopTimeoutMs,
    });
    stack.services.push(service);
  };
  const watch = dev ? ["--watch", "--watch-preserve-output"] : [];
  add("web", [NEXT, dev ? "dev" : "start", "-p", String(port)], 10_000);
  add("worker", [...watch, ...TYPESCRIPT, "lib/worker/main.ts"], 20_000);
  if (settings.SANDBOX === "1") add("sandbox", [...watch, ...TYPESCRIPT, "sandbox/main.ts"], 5_000);
}

/** A database that dies under us (out of memory, a stray kill) is started again; web and worker reconnect by themselves. */
function keepPostgres(postgres: EmbeddedPostgres): void {
  void postgres.exited.then(async () => {
    if (stopping.signal.aborted) return;
    say("database │ stopped unexpectedly; starting it again");
    const again = await withDatabase(baseSettings({ dev })).catch((error: unknown) => fail(error));
    if (!again) return;
    stack.postgres = again;
    if (again.url !== postgres.url) return void fail(new StartError("The database's port was taken meanwhile. Start again."));
    keepPostgres(again);
  });
}

async function waitUntilAnswers(port: number): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline && !stopping.signal.aborted) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`, {
      signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(30_000)]),
    }).catch(() => null);
    if (answer) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

function welcome(settings: Settings, port: number): void {
  const url = settings.APP_URL || `http://localhost:${port}`;
  writePrivate(RUNNING, JSON.stringify({ pid: process.pid, url }));
  const sandbox = settings.SANDBOX === "1";
  say("");
  say(`Dockbridge is running: ${url}`);
  say(`  First time: open it and create your account; then Connections → Add connection${sandbox ? ", or Try with the sandbox." : "."}`);
  if (sandbox) {
    say(
      `  Sandbox:    Acumatica http://127.0.0.1:${settings.SANDBOX_ACUMATICA_PORT || 4010}, ShipStation http://127.0.0.1:${settings.SANDBOX_SHIPSTATION_PORT || 4020} (open it to play the warehouse)`,
    );
  }
  if (isEmbedded()) say("  Data:       .data (database and secrets; back it up as a whole)");
  say("  Stop:       Ctrl-C");
  say("");
}

/** Whatever is under way is ended first, then the services in the order in which they need each other, the database last. */
async function stop(exitCode: number): Promise<void> {
  if (stopping.signal.aborted) return;
  stopping.abort();
  const wasUp = stack.services.length > 0 || stack.postgres !== null;
  if (wasUp) say("\nStopping.");
  endPrograms();
  await startup.catch(() => undefined);
  for (const service of stack.services) await service.stop();
  await stack.postgres?.stop();
  if (wasUp) {
    removePrivate(RUNNING);
    say("Stopped.");
  }
  process.exit(exitCode);
}

function fail(error: unknown): null {
  const isOurs = error instanceof StartError || error instanceof AppError;
  console.error(`\n${isOurs ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  if (error instanceof AppError && error.nextStep) console.error(error.nextStep);
  void stop(1);
  return null;
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
// Who reads our lines may go away (a closed terminal, a pipe): that ends nothing.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
process.on("uncaughtException", fail);
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) void stop(1);
}, 1_000).unref();
if (!existsSync("package.json")) throw new Error("Start from the project's folder.");
const startup = start();
startup.catch(error => stopping.signal.aborted || fail(error));
