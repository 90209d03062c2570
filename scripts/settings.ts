import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "../lib/env/parse-env";
import { DATA } from "./data-folder";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres";
import { ensureSecrets } from "./secrets";

/** Settings for a child process. */
export type Settings = NodeJS.ProcessEnv;

/** True when we bring our own PostgreSQL and make our own secrets. */
export function isEmbedded(): boolean {
  return !process.env.DATABASE_URL?.trim();
}

/** What does not depend on the database: ports, mode, and with the embedded default the secrets and the sandbox. */
export function baseSettings(options: { dev: boolean }): Settings {
  const settings: Settings = { ...process.env, NODE_ENV: options.dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" };
  if (!isEmbedded()) return settings;
  for (const [name, value] of Object.entries(ensureSecrets())) settings[name] ||= value;
  settings.SANDBOX ||= "1";
  // Orders under way would otherwise point into an instance that has forgotten them.
  settings.SANDBOX_DATA_DIR ||= sandboxFolder();
  return settings;
}

function sandboxFolder(): string {
  const path = join(DATA, "sandbox");
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

/** Lets the app reach the sandbox, which is on this machine and speaks plain http. */
export function allowSandbox(settings: Settings): void {
  if (settings.SANDBOX !== "1") return;
  const ports = [settings.SANDBOX_ACUMATICA_PORT || "4010", settings.SANDBOX_SHIPSTATION_PORT || "4020"];
  const ours = ports.flatMap(port => [`127.0.0.1:${port}`, `localhost:${port}`]);
  settings.OUTBOUND_ALLOW = [settings.OUTBOUND_ALLOW, ...ours].filter(Boolean).join(",");
}

/** Fills in the database's address, starting the embedded server when there is no other. Throws EnvError when a setting is missing or wrong. */
export async function withDatabase(settings: Settings): Promise<EmbeddedPostgres | null> {
  const postgres = isEmbedded() ? await startEmbeddedPostgres() : null;
  if (postgres) settings.DATABASE_URL = postgres.url;
  try {
    parseEnv(settings);
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
  return postgres;
}
