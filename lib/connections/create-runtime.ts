import { systemClock } from "@/lib/core/clock";
import { closeConnections } from "@/lib/core/http-client";
import { createLogger } from "@/lib/core/logger";
import { createOutboundPolicy } from "@/lib/core/outbound-policy";
import { assertOrdinaryRole } from "@/lib/db/check-role";
import { createDb, type Db } from "@/lib/db/client";
import { createExchangeRecorder } from "@/lib/db/exchange-recorder";
import { vaultStore } from "@/lib/db/vault-canary";
import { getEnv } from "@/lib/env/get-env";
import type { Env } from "@/lib/env/parse-env";
import { checkVault } from "@/lib/vault/check-vault";
import { createVault } from "@/lib/vault/vault";
import type { Runtime } from "./runtime";

/** A runtime and the right to end it: records written, connections closed. */
export interface OwnedRuntime extends Runtime {
  close(): Promise<void>;
}

/**
 * The runtime of a process, from its settings. Proves first that row-level security binds its role (in production) and that the vault keys are the ones this
 * database was sealed with; nothing is written before.
 * @throws AppError `role_too_strong`, VaultError `vault_key_wrong`: the process must not go on.
 */
export async function createRuntime(env: Env, options: { db?: Db } = {}): Promise<OwnedRuntime> {
  const logger = createLogger({ level: env.logLevel });
  const db = options.db ?? createDb({ url: env.databaseUrl });
  const vault = createVault({ keys: env.vaultKeys });
  if (env.nodeEnv === "production") await assertOrdinaryRole(env.databaseUrl);
  await checkVault(vault, vaultStore(db));
  const policy = createOutboundPolicy({ allow: outboundAllow(env) });
  const exchanges = createExchangeRecorder({ db, logger });
  return {
    db,
    vault,
    clock: systemClock,
    policy,
    logger,
    exchanges,
    appUrl: env.appUrl,
    async close() {
      await exchanges.flush();
      await closeConnections(policy);
      await db.$disconnect();
    },
  };
}

/** The operator's list, and our own sandbox while it is on. */
function outboundAllow(env: Env): string {
  const sandbox = env.sandbox ? [`127.0.0.1:${env.sandboxAcumaticaPort}`, `127.0.0.1:${env.sandboxShipstationPort}`] : [];
  return [...env.outboundAllow, ...sandbox].join(",");
}

/**
 * The bundler gives pages and route handlers a copy of each module. The database pool is shared between the copies through the global object; everything else
 * is made per copy, so that an error thrown in one is always an instance of the class that the same copy checks against.
 */
const shared = globalThis as { dockbridgeDb?: Db };
let runtime: Promise<OwnedRuntime> | undefined;

/** The runtime of this process. A start that failed is tried again at the next call. */
export function getRuntime(): Promise<Runtime> {
  const env = getEnv();
  shared.dockbridgeDb ??= createDb({ url: env.databaseUrl });
  runtime ??= createRuntime(env, { db: shared.dockbridgeDb }).catch((error: unknown) => {
    runtime = undefined;
    throw error;
  });
  return runtime;
}
