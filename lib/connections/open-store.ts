import type { AcumaticaCredentials } from "@/lib/acumatica/credentials";
import { type AcumaticaSession, createAcumaticaSession } from "@/lib/acumatica/session";
import { createHttpClient } from "@/lib/core/http-client";
import type { HttpClient } from "@/lib/core/http-types";
import { openCredentials } from "@/lib/db/credentials";
import { storeBudgetKey } from "@/lib/db/health-facts";
import type { Scope } from "@/lib/db/scope";
import { getStore, type StoreSignIn } from "@/lib/db/stores";
import { openCallBudget } from "./call-budget";
import type { Runtime } from "./runtime";
import type { StoreSettings } from "./store-settings";
import { createTokenStore } from "./token-store";

export interface OpenStoreRequest {
  storeId: string;
  /** The run the calls belong to, for their records. */
  runId?: string;
  runtime: Runtime;
}

/**
 * A signed-in face of one store: credentials from the vault, calls through the client that holds the store's shared limit, checks every address and keeps
 * redacted records. Makes no call itself.
 * @throws NotFoundError when the store is not this caller's; AcumaticaError when its credentials can't be right; VaultError.
 */
export async function openStore(scope: Scope, request: OpenStoreRequest): Promise<AcumaticaSession> {
  const { runtime, storeId } = request;
  const store = await getStore(scope, { id: storeId });
  const credentials = await openStoreCredentials(scope, { storeId, runtime, signIn: store.credentials });
  return createAcumaticaSession({
    http: storeHttp(scope, { ...request, settings: store.settings }),
    clock: runtime.clock,
    tokens: createTokenStore(scope, { storeId, runtime }),
    credentials,
    settings: store.settings,
    ...(runtime.vendorTimeouts ? { timeouts: runtime.vendorTimeouts } : {}),
  });
}

/** The client every call of this store goes through. */
export function storeHttp(scope: Scope, { runtime, storeId, runId, settings }: OpenStoreRequest & { settings: StoreSettings }): HttpClient {
  return createHttpClient({
    policy: runtime.policy,
    clock: runtime.clock,
    recorder: runtime.exchanges,
    context: { workspaceId: scope.workspaceId, storeId, ...(runId ? { runId } : {}) },
    budget: openCallBudget(runtime, {
      key: storeBudgetKey(storeId),
      calls: settings.throttleLimit,
      windowMs: settings.throttleSeconds * 1_000,
      concurrent: settings.concurrentConnections,
    }),
  });
}

/** The secret half from the vault, the other half as it is shown. A secret that is missing is empty: Acumatica then refuses it by name. */
export async function openStoreCredentials(
  scope: Scope,
  options: { storeId: string; runtime: Pick<Runtime, "vault">; signIn: StoreSignIn },
): Promise<AcumaticaCredentials> {
  const { storeId, runtime, signIn } = options;
  const secrets = await openCredentials(scope, { ownerKind: "store", ownerId: storeId, vault: runtime.vault });
  return {
    grant: "password",
    instanceUrl: signIn.instanceUrl,
    clientId: signIn.clientId,
    username: signIn.username,
    clientSecret: secrets.clientSecret?.reveal() ?? "",
    password: secrets.password?.reveal() ?? "",
    ...(signIn.tenant ? { tenant: signIn.tenant } : {}),
  };
}
