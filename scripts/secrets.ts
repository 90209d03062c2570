import { randomBytes } from "node:crypto";
import { readPrivate, writePrivate } from "./data-folder";

const FILE = "secrets.env";

const makers: Record<string, () => string> = {
  AUTH_SECRET: () => randomBytes(32).toString("base64"),
  VAULT_KEYS: () => `k1:${randomBytes(32).toString("base64")}`,
  CRON_SECRET: () => randomBytes(32).toString("base64url"),
};

/**
 * The secrets of the embedded set-up, kept in .data/secrets.env and made when missing. VAULT_KEYS opens every stored credential: whoever moves
 * the database moves this file too.
 */
export function ensureSecrets(): Record<string, string> {
  const text = readPrivate(FILE) ?? "";
  const kept = parseEnvFile(text);
  const missing = Object.entries(makers).filter(([name]) => !kept[name]);
  if (missing.length === 0) return kept;
  const made = Object.fromEntries(missing.map(([name, make]) => [name, make()]));
  const all = { ...kept, ...made };
  writePrivate(
    FILE,
    `${Object.entries(all)
      .map(([name, value]) => `${name}=${value}`)
      .join("\n")}\n`,
  );
  return all;
}

function parseEnvFile(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const at = line.indexOf("=");
    if (at > 0 && !line.startsWith("#")) values[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return values;
}
