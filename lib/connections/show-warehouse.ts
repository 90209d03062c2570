import type { Page } from "@/lib/api/schemas/common";
import type { Warehouse } from "@/lib/api/schemas/warehouse";
import { openCredentials } from "@/lib/db/credentials";
import type { PageRequest } from "@/lib/db/page";
import type { Scope } from "@/lib/db/scope";
import { getWarehouse, listWarehouses } from "@/lib/db/warehouses";
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

/** A page of warehouses with their webhook addresses. */
export async function listShownWarehouses(
  scope: Scope,
  request: { page: PageRequest; runtime: Pick<Runtime, "vault" | "appUrl"> },
): Promise<Page<Warehouse>> {
  const { data, nextCursor } = await listWarehouses(scope, request.page);
  const shown = data.map(async warehouse => ({
    ...warehouse,
    webhookUrl: await readWebhookUrl(scope, { ...warehouse, runtime: request.runtime }),
  }));
  return { data: await Promise.all(shown), nextCursor };
}
