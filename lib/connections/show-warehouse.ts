import type { Warehouse } from "@/lib/api/schemas/warehouse";
import { openCredentials } from "@/lib/db/credentials";
import type { Scope } from "@/lib/db/scope";
import { getWarehouse } from "@/lib/db/warehouses";
import type { Runtime } from "./runtime";
import { webhookUrl } from "./webhook-token";

/**
 * A warehouse with its webhook address, for those who may set it up: the address holds a secret, so the repository leaves it out.
 * Throws NotFoundError.
 */
export async function showWarehouse(scope: Scope, request: { id: string; runtime: Pick<Runtime, "vault" | "appUrl"> }): Promise<Warehouse> {
  const warehouse = await getWarehouse(scope, { id: request.id });
  return { ...warehouse, webhookUrl: await readWebhookUrl(scope, { ...request, platform: warehouse.platform }) };
}

/** Null when the warehouse has no token, which only a damaged row can be. */
export async function readWebhookUrl(
  scope: Scope,
  request: { id: string; platform: string; runtime: Pick<Runtime, "vault" | "appUrl"> },
): Promise<string | null> {
  const { id, platform, runtime } = request;
  const { webhookToken } = await openCredentials(scope, { ownerKind: "warehouse", ownerId: id, vault: runtime.vault });
  return webhookToken ? webhookUrl(runtime.appUrl, { platform, token: webhookToken.reveal() }) : null;
}
