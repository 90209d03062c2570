import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../lib/core/errors";
import { assertOrdinaryRole } from "../../lib/db/check-role";
import { createDb, type Db } from "../../lib/db/client";
import { listAppliedMigrations, readClockSkewMs, readReadiness } from "../../lib/db/readiness";
import { vaultStore } from "../../lib/db/vault-canary";
import { type Env, parseEnv } from "../../lib/env/parse-env";
import { createVault } from "../../lib/vault/vault";

/** One line of the doctor: what was looked at, and for a fault what to do. */
interface Finding {
  name: string;
  fault?: string;
  remedy?: string;
  note?: string;
}

const NODE_MIN = 20;
const SKEW_MS_MAX = 5_000;
const MIGRATIONS = join(import.meta.dirname, "../../prisma/migrations");

/** Checks an installation line by line. Returns 0 when nothing is wrong, 1 otherwise. Changes nothing. */
export async function diagnose(source: Record<string, string | undefined>, say: (line: string) => void): Promise<number> {
  let faults = 0;
  const tell = (finding: Finding) => {
    if (finding.fault) faults += 1;
    say(
      `${finding.fault ? "bad" : "ok "}  ${finding.name}${finding.fault ? `: ${finding.fault}` : finding.note ? ` (${finding.note})` : ""}`,
    );
    if (finding.fault && finding.remedy) say(`       → ${finding.remedy.replaceAll("\n", "\n         ")}`);
  };
  tell(checkNode());
  const env = readEnv(source, tell);
  if (env) await checkDatabase(env, tell);
  if (env?.sandbox) await checkSandbox(env, tell);
  say(faults === 0 ? "Nothing is wrong." : `${faults} ${faults === 1 ? "thing is" : "things are"} wrong.`);
  return faults === 0 ? 0 : 1;
}

type Tell = (finding: Finding) => void;

function checkNode(): Finding {
  const major = Number(process.versions.node.split(".")[0]);
  const name = `Node ${process.versions.node}`;
  return major >= NODE_MIN ? { name } : { name, fault: `older than ${NODE_MIN}`, remedy: "Install a newer Node." };
}

function readEnv(source: Record<string, string | undefined>, tell: Tell): Env | null {
  try {
    const env = parseEnv(source);
    tell({ name: "Settings" });
    return env;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    tell({ name: "Settings", fault: error.message });
    return null;
  }
}

async function checkDatabase(env: Env, tell: Tell): Promise<void> {
  const db = createDb({ url: env.databaseUrl, poolMax: 1 });
  try {
    const ready = await readReadiness(db);
    if (!ready.database) {
      const remedy = "Is PostgreSQL running, and is DATABASE_URL right? With the embedded database: npm start.";
      return tell({ name: "Database", fault: "does not answer", remedy });
    }
    tell({ name: "Database" });
    tell(await checkRole(env.databaseUrl));
    tell(await checkMigrations(db, ready.migrations));
    tell(
      ready.queue
        ? { name: "Queue" }
        : { name: "Queue", fault: "its tables are missing", remedy: "npm start, or scripts/migrate.ts, makes them." },
    );
    tell(await checkVaultKey(db, env));
    tell(await checkClock(db));
  } finally {
    await db.$disconnect();
  }
}

async function checkRole(url: string): Promise<Finding> {
  try {
    await assertOrdinaryRole(url);
    return { name: "Database role", note: "row-level security binds it" };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { name: "Database role", fault: error.message, remedy: error.nextStep };
  }
}

async function checkMigrations(db: Db, isClean: boolean): Promise<Finding> {
  const applied = await listAppliedMigrations(db);
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  const missing = entries.filter(entry => entry.isDirectory() && !applied.includes(entry.name)).map(entry => entry.name);
  const remedy = "npm start applies them; or: npx tsx scripts/migrate.ts";
  if (missing.length > 0) return { name: "Migrations", fault: `not applied: ${missing.join(", ")}`, remedy };
  if (!isClean)
    return {
      name: "Migrations",
      fault: "one was left half done",
      remedy: "Look at table _prisma_migrations for the error, repair it, then mark it with `prisma migrate resolve`.",
    };
  return { name: "Migrations", note: `${applied.length} applied` };
}

async function checkVaultKey(db: Db, env: Env): Promise<Finding> {
  const canary = await vaultStore(db)
    .findCanary()
    .catch(() => null);
  if (canary === null) return { name: "Vault key", note: "nothing sealed yet" };
  const state = createVault({ keys: env.vaultKeys }).checkCanary(canary);
  if (state === true) return { name: "Vault key" };
  if (state === "older") return { name: "Vault key", note: "the newest key is not in use yet: npm run admin -- rotate-vault-key" };
  return {
    name: "Vault key",
    fault: "this database was sealed with another one",
    remedy: "Put the key that sealed it into VAULT_KEYS; without it stored credentials must be entered again.",
  };
}

async function checkClock(db: Db): Promise<Finding> {
  const skewMs = await readClockSkewMs(db);
  if (Math.abs(skewMs) <= SKEW_MS_MAX) return { name: "Clock", note: `${Math.abs(skewMs)} ms from the database's` };
  const remedy = "Switch on time synchronisation (NTP) on both machines.";
  return { name: "Clock", fault: `${Math.round(Math.abs(skewMs) / 1_000)} s ${skewMs > 0 ? "behind" : "ahead of"} the database's`, remedy };
}

async function checkSandbox(env: Env, tell: Tell): Promise<void> {
  for (const [name, port] of [
    ["Sandbox Acumatica", env.sandboxAcumaticaPort],
    ["Sandbox ShipStation", env.sandboxShipstationPort],
  ] as const) {
    const answers = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(3_000), redirect: "manual" }).then(
      () => true,
      () => false,
    );
    tell(
      answers
        ? { name, note: `port ${port}` }
        : {
            name,
            fault: `nothing answers at port ${port}`,
            remedy: "npm start runs it; npm run sandbox runs it alone. SANDBOX=0 does without.",
          },
    );
  }
}
