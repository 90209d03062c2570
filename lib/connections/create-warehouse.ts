import { createHash } from "node:crypto";
import type { CreateWarehouseInput, Warehouse } from "@/lib/api/schemas/warehouse";
import { InvalidInputError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { OutboundPolicy } from "@/lib/core/outbound-policy";
import { writeCredentials } from "@/lib/db/credentials";
import { addAudit } from "@/lib/db/events";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { findWarehouseAdapter } from "@/lib/warehouses/registry";
import type { Runtime } from "./runtime";
import { showWarehouse } from "./show-warehouse";
import { assertMayCall } from "./store-sign-in";
import { createWebhookToken } from "./webhook-token";

/** A new warehouse with its key sealed and a webhook address of its own. Nothing is called yet. Throws InvalidInputError naming the field. */
export async function createWarehouse(scope: Scope, params: { input: CreateWarehouseInput; runtime: Runtime }): Promise<Warehouse> {
  const { input, runtime } = params;
  const { workspaceId } = scope;
  checkWarehouseCredentials({ platform: input.platform, values: input.credentials, policy: runtime.policy });
  const { apiKey, apiSecret, baseUrl } = input.credentials;
  const id = newId();
  const { token, hash } = createWebhookToken();
  await inWorkspace(scope, async tx => {
    const { name, platform, environment = "production" } = input;
    const settings = { budgetKey: budgetKeyOf(platform, apiKey), ...(baseUrl ? { baseUrl } : {}) };
    await tx.warehouse.create({ data: { id, workspaceId, name, platform, environment, settings, webhookTokenHash: hash } });
    const values = { apiKey, apiSecret, webhookToken: token };
    await writeCredentials(tx, { workspaceId, ownerKind: "warehouse", ownerId: id, values, vault: runtime.vault });
    await addAudit(tx, scope, { kind: "warehouse.created", text: `Added the warehouse "${name}".`, warehouseId: id });
  });
  return showWarehouse(scope, { id, runtime });
}

/** Two warehouses with one API key share its limit, so the budget is named by the key; a cut hash tells nothing about it. */
export function budgetKeyOf(platform: string, apiKey: string): string {
  return `${platform}:${createHash("sha256").update(`dockbridge.budget.${apiKey}`).digest("hex").slice(0, 32)}`;
}

/** Throws InvalidInputError on the field the adapter, or the outbound policy, does not accept. */
export function checkWarehouseCredentials(request: { platform: string; values: Record<string, unknown>; policy: OutboundPolicy }): void {
  const parsed = findWarehouseAdapter(request.platform).parseCredentials(request.values);
  if (!parsed.ok) throw new InvalidInputError({ field: `credentials.${parsed.field}`, message: parsed.message });
  const { baseUrl } = request.values;
  if (typeof baseUrl === "string" && baseUrl !== "") assertMayCall(request.policy, { url: baseUrl, field: "credentials.baseUrl" });
}
