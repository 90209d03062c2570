import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { migrate } from "@/lib/db/migrate";
import { type AcumaticaSandbox, startAcumaticaSandbox } from "@/sandbox/acumatica/start";
import { type ShipStationSandbox, startShipStationSandbox } from "@/sandbox/shipstation/start";
import { findFreePort } from "@/scripts/postgres/free-port";
import { ensureAppDatabase } from "@/scripts/postgres/role";
import { startThrowawayCluster } from "@/scripts/postgres/throwaway";
import { ensureBuild, ensureClient } from "@/scripts/prepare";
import { NEXT, TYPESCRIPT } from "@/scripts/run-program";
import { startService } from "@/scripts/service";

export interface StackOptions {
  /** Web server's port; default a free one. */
  port?: number;
  /** False: no web server (and no build), for tests of the loop alone. */
  web?: boolean;
  /** False: the test drives the ticks itself. */
  worker?: boolean;
  /** Settings on top, for web and worker. */
  env?: Record<string, string>;
  /** Where the lines of web and worker go. */
  logFile?: string;
}

export interface Stack {
  baseUrl: string;
  acumatica: AcumaticaSandbox;
  shipstation: ShipStationSandbox;
  databaseUrl: string;
  /** What web and worker run with; enough for another worker or a command. */
  env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

const secret = () => randomBytes(32).toString("base64");

/**
 * The whole product on free ports, with a database and sandboxes of its own: nothing is shared with a running `npm start`, and nothing is left
 * behind. The web server is the production build.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of undo.reverse().splice(0)) await step();
  };
  try {
    await ensureClient();
    if (options.web !== false) await ensureBuild();
    const cluster = await startThrowawayCluster();
    undo.push(() => cluster.stop());
    const databaseUrl = await ensureAppDatabase(cluster, { password: "e2e", database: "dockbridge" });
    await migrate({ url: databaseUrl });
    const acumatica = await startAcumaticaSandbox({ port: 0 });
    undo.push(() => acumatica.close());
    const shipstation = await startShipStationSandbox({ port: 0 });
    undo.push(() => shipstation.close());
    const port = options.port ?? (await findFreePort());
    const baseUrl = `http://localhost:${port}`;
    const env = settings({
      databaseUrl,
      baseUrl,
      port,
      ports: [new URL(acumatica.url).port, new URL(shipstation.url).port],
      extra: options.env,
    });
    const say = logTo(options.logFile ?? "test-results/stack.log");
    if (options.worker !== false) {
      const worker = startService({
        name: "worker",
        args: [...TYPESCRIPT, "lib/worker/main.ts"],
        settings: env,
        say: say("worker"),
        stopTimeoutMs: 15_000,
      });
      undo.push(() => worker.stop());
    }
    if (options.web !== false) {
      const web = startService({
        name: "web",
        args: [NEXT, "start", "-p", String(port)],
        settings: env,
        say: say("web"),
        stopTimeoutMs: 5_000,
      });
      undo.push(() => web.stop());
      await waitUntilAnswers(`${baseUrl}/api/health`);
    }
    return { baseUrl, acumatica, shipstation, databaseUrl, env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function settings(input: {
  databaseUrl: string;
  baseUrl: string;
  port: number;
  ports: string[];
  extra?: Record<string, string>;
}): NodeJS.ProcessEnv {
  const [acumaticaPort, shipstationPort] = input.ports;
  return {
    ...process.env,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DOCKBRIDGE_TEST: "1",
    DATABASE_URL: input.databaseUrl,
    APP_URL: input.baseUrl,
    PORT: String(input.port),
    AUTH_SECRET: secret(),
    VAULT_KEYS: `k1:${secret()}`,
    CRON_SECRET: secret(),
    SANDBOX: "1",
    SANDBOX_ACUMATICA_PORT: acumaticaPort,
    SANDBOX_SHIPSTATION_PORT: shipstationPort,
    OUTBOUND_ALLOW: input.ports.flatMap(port => [`127.0.0.1:${port}`, `localhost:${port}`]).join(","),
    ...input.extra,
  };
}

function logTo(file: string): (name: string) => (line: string) => void {
  mkdirSync(dirname(file), { recursive: true });
  return name => line => appendFileSync(file, `${new Date().toISOString()} ${name} ${line}\n`);
}

async function waitUntilAnswers(url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) }).catch(() => null);
    if (answer) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`No answer from ${url}; see test-results/stack.log`);
}
