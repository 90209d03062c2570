import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { type OutboundAllow, parseOutboundAllow } from "@/lib/core/outbound-allow";
import { parseVaultKeys, type VaultKey } from "@/lib/vault/vault-keys";

export interface OidcClient {
  clientId: string;
  clientSecret: string;
  /** Microsoft Entra only: which directory may sign in. */
  issuer?: string;
}

/** Every setting there is, checked. Nothing else in the house reads the environment. */
export interface Env {
  nodeEnv: "development" | "production" | "test";
  databaseUrl: string;
  /** Origin that people and vendors reach us at, without a trailing slash. Webhook and redirect addresses are made from it. */
  appUrl: string;
  port: number;
  authSecret: string;
  /** The first seals, all open. */
  vaultKeys: VaultKey[];
  cronSecret: string;
  sandbox: boolean;
  sandboxAcumaticaPort: number;
  sandboxShipstationPort: number;
  outboundAllow: OutboundAllow;
  smtpUrl: string | null;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
  /** How long one call of the cron route may work. The platform's own limit must be longer. */
  syncBudgetMs: number;
  /** Test faults, see lib/core/failpoints. Refused in production. */
  failpoints: string;
  otelEndpoint: string | null;
  otelServiceName: string;
  google: OidcClient | null;
  microsoft: OidcClient | null;
}

const SECRET_BYTES_MIN = 32;
const HOW_TO_MAKE_A_SECRET = "make one with: openssl rand -base64 32";
const HOW_TO_MAKE_A_KEY = 'make one with: echo "k1:$(openssl rand -base64 32)"';

const blankIsAbsent = (value: unknown) => (typeof value === "string" && value.trim() === "" ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsAbsent, schema.optional());
const port = (fallback: number) => z.preprocess(blankIsAbsent, z.coerce.number().int().min(1).max(65_535).default(fallback));

function required(name: string, remedy: string) {
  return z
    .preprocess(
      blankIsAbsent,
      z.string({ error: `is not set; ${remedy}` }).transform(value => value.trim()),
    )
    .refine(value => name === "DATABASE_URL" || Buffer.byteLength(value) >= SECRET_BYTES_MIN, {
      error: `is shorter than ${SECRET_BYTES_MIN} characters; ${remedy}`,
    });
}

const envSchema = z.object({
  NODE_ENV: z.preprocess(blankIsAbsent, z.enum(["development", "production", "test"]).default("development")),
  DATABASE_URL: required(
    "DATABASE_URL",
    "start with `npm start`, which brings its own PostgreSQL, or give the address of one (15 or newer)",
  ).refine(value => /^postgres(ql)?:\/\//.test(value), { error: "is not an address like postgresql://user:password@host:5432/database" }),
  APP_URL: optional(z.url({ protocol: /^https?$/, error: "is not an address like https://dockbridge.example.com" })),
  PORT: port(3000),
  AUTH_SECRET: required("AUTH_SECRET", HOW_TO_MAKE_A_SECRET),
  VAULT_KEYS: required("VAULT_KEYS", HOW_TO_MAKE_A_KEY),
  CRON_SECRET: required("CRON_SECRET", HOW_TO_MAKE_A_SECRET),
  SANDBOX: optional(z.enum(["0", "1"], { error: "is 0 (off) or 1 (on)" })),
  SANDBOX_ACUMATICA_PORT: port(4010),
  SANDBOX_SHIPSTATION_PORT: port(4020),
  OUTBOUND_ALLOW: z.string().default(""),
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: "is not an address like smtp://user:password@host:587" })),
  LOG_LEVEL: z.preprocess(blankIsAbsent, z.enum(["debug", "info", "warn", "error", "silent"]).default("info")),
  SYNC_BUDGET_MS: z.preprocess(blankIsAbsent, z.coerce.number().int().min(1_000).max(900_000).default(50_000)),
  FAILPOINTS: z.string().default(""),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(z.url()),
  OTEL_SERVICE_NAME: z.preprocess(blankIsAbsent, z.string().default("dockbridge")),
  AUTH_GOOGLE_ID: optional(z.string()),
  AUTH_GOOGLE_SECRET: optional(z.string()),
  AUTH_MICROSOFT_ENTRA_ID_ID: optional(z.string()),
  AUTH_MICROSOFT_ENTRA_ID_SECRET: optional(z.string()),
  AUTH_MICROSOFT_ENTRA_ID_ISSUER: optional(z.url()),
});

/** The environment can't be used. The message names each variable at fault and what to do, never a value. */
export class EnvError extends AppError {
  constructor(lines: string[]) {
    super({ code: "env_invalid", message: `The settings can't be used:\n${lines.map(line => `  ${line}`).join("\n")}`, owner: "operator" });
  }
}

/** Checks the settings in `source`. Throws EnvError that names every variable at fault. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = envSchema.safeParse(source);
  if (!parsed.success) throw new EnvError(parsed.error.issues.map(issue => `${String(issue.path[0])} ${issue.message}`));
  const raw = parsed.data;
  if (raw.NODE_ENV === "production" && raw.FAILPOINTS && source.DOCKBRIDGE_TEST !== "1")
    throw new EnvError(["FAILPOINTS is for tests; unset it in production"]);
  return {
    nodeEnv: raw.NODE_ENV,
    databaseUrl: raw.DATABASE_URL,
    appUrl: new URL(raw.APP_URL ?? `http://localhost:${raw.PORT}`).origin,
    port: raw.PORT,
    authSecret: raw.AUTH_SECRET,
    vaultKeys: orEnvError(() => parseVaultKeys(raw.VAULT_KEYS), HOW_TO_MAKE_A_KEY),
    cronSecret: raw.CRON_SECRET,
    sandbox: raw.SANDBOX === "1",
    sandboxAcumaticaPort: raw.SANDBOX_ACUMATICA_PORT,
    sandboxShipstationPort: raw.SANDBOX_SHIPSTATION_PORT,
    outboundAllow: orEnvError(() => parseOutboundAllow(raw.OUTBOUND_ALLOW), "write host:port,host:port"),
    smtpUrl: raw.SMTP_URL ?? null,
    logLevel: raw.LOG_LEVEL,
    syncBudgetMs: raw.SYNC_BUDGET_MS,
    failpoints: raw.FAILPOINTS,
    otelEndpoint: raw.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    otelServiceName: raw.OTEL_SERVICE_NAME,
    google: oidcClient({ name: "AUTH_GOOGLE", id: raw.AUTH_GOOGLE_ID, secret: raw.AUTH_GOOGLE_SECRET }),
    microsoft: oidcClient({
      name: "AUTH_MICROSOFT_ENTRA_ID",
      id: raw.AUTH_MICROSOFT_ENTRA_ID_ID,
      secret: raw.AUTH_MICROSOFT_ENTRA_ID_SECRET,
      issuer: raw.AUTH_MICROSOFT_ENTRA_ID_ISSUER,
    }),
  };
}

function orEnvError<T>(read: () => T, remedy: string): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError) throw new EnvError([`${error.message}; ${remedy}`]);
    throw error;
  }
}

function oidcClient(input: { name: string; id?: string; secret?: string; issuer?: string }): OidcClient | null {
  if (!input.id && !input.secret) return null;
  if (!input.id || !input.secret) throw new EnvError([`${input.name}_ID and ${input.name}_SECRET are set together or not at all`]);
  return { clientId: input.id, clientSecret: input.secret, ...(input.issuer ? { issuer: input.issuer } : {}) };
}
