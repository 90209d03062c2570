import { describe, expect, it } from "vitest";
import { EnvError, parseEnv } from "./parse-env";

const KEY = Buffer.alloc(32, 7).toString("base64");
const COMPLETE = {
  DATABASE_URL: "postgresql://dockbridge:pw@127.0.0.1:5432/dockbridge",
  AUTH_SECRET: "a".repeat(32),
  VAULT_KEYS: `k1:${KEY}`,
  CRON_SECRET: "c".repeat(32),
};

function refusal(source: Record<string, string | undefined>): string {
  try {
    parseEnv(source);
  } catch (error) {
    expect(error).toBeInstanceOf(EnvError);
    return (error as EnvError).message;
  }
  throw new Error("accepted");
}

describe("parseEnv", () => {
  it("fills every optional setting", () => {
    const env = parseEnv(COMPLETE);
    expect(env).toMatchObject({
      port: 3000,
      appUrl: "http://localhost:3000",
      sandbox: false,
      syncBudgetMs: 50_000,
      logLevel: "info",
      google: null,
    });
    expect(env.vaultKeys.map(key => [key.id, key.key.length])).toEqual([["k1", 32]]);
    expect(env).toMatchObject({ sandboxAcumaticaPort: 4010, sandboxShipstationPort: 4020 });
  });

  it.each(["DATABASE_URL", "AUTH_SECRET", "VAULT_KEYS", "CRON_SECRET"])("names a missing or blank %s and says what to do", name => {
    expect(refusal({ ...COMPLETE, [name]: undefined })).toMatch(new RegExp(`${name} is not set; (make one with|start with)`));
    expect(refusal({ ...COMPLETE, [name]: " " })).toMatch(new RegExp(`${name} is not set`));
  });

  it("names all missing secrets at once", () => {
    const message = refusal({ DATABASE_URL: COMPLETE.DATABASE_URL });
    for (const name of ["AUTH_SECRET", "VAULT_KEYS", "CRON_SECRET"]) expect(message).toContain(name);
  });

  it("refuses short secrets and never repeats a value", () => {
    const message = refusal({ ...COMPLETE, CRON_SECRET: "hunter2" });
    expect(message).toContain("CRON_SECRET is shorter than 32");
    expect(message).not.toContain("hunter2");
  });

  it.each([
    ["a key of the wrong length", `k1:${Buffer.alloc(31, 1).toString("base64")}`],
    ["a key without an id", KEY],
    ["one id twice", `k1:${KEY},k1:${KEY}`],
  ])("refuses %s in VAULT_KEYS without showing it", (_name, text) => {
    const message = refusal({ ...COMPLETE, VAULT_KEYS: text });
    expect(message).toContain("VAULT_KEYS");
    expect(message).not.toContain(KEY);
  });

  it("refuses addresses, ports and lists it can't read", () => {
    expect(refusal({ ...COMPLETE, DATABASE_URL: "mysql://x@y/z" })).toContain("DATABASE_URL is not an address");
    expect(refusal({ ...COMPLETE, APP_URL: "dockbridge.example.com" })).toContain("APP_URL");
    expect(refusal({ ...COMPLETE, PORT: "99999" })).toContain("PORT");
    expect(refusal({ ...COMPLETE, OUTBOUND_ALLOW: "http://x" })).toContain("OUTBOUND_ALLOW");
    expect(refusal({ ...COMPLETE, AUTH_GOOGLE_ID: "x" })).toContain("AUTH_GOOGLE_SECRET");
  });

  it("keeps only the origin of APP_URL, so that addresses can be made from it", () => {
    expect(parseEnv({ ...COMPLETE, APP_URL: "https://dock.example.com/" }).appUrl).toBe("https://dock.example.com");
  });

  it("refuses failpoints in production", () => {
    expect(refusal({ ...COMPLETE, NODE_ENV: "production", FAILPOINTS: "x:kill" })).toContain("FAILPOINTS");
  });
});
