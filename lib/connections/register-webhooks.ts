import { isIP } from "node:net";
import { isPublicAddress } from "@/lib/core/address-ranges";
import { AppError } from "@/lib/core/errors";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { getWarehouseConfig } from "@/lib/db/warehouses";
import { openWarehouse } from "./open-warehouse";
import type { Runtime } from "./runtime";
import { readWebhookUrl } from "./show-warehouse";

/**
 * Tells the warehouse where to call us, where it can reach us: our address is public, or the warehouse is the sandbox beside us. Best effort and never
 * throws: the poll is the truth, a webhook only makes it quicker.
 */
export async function registerWebhooks(scope: Scope, request: { warehouseId: string; runtime: Runtime }): Promise<void> {
  const { warehouseId, runtime } = request;
  try {
    const config = await getWarehouseConfig(scope, { id: warehouseId });
    if (config.environment !== "sandbox" && !isPublicUrl(runtime.appUrl)) return;
    const { session, definition } = await openWarehouse(scope, request);
    const url = await readWebhookUrl(scope, { id: warehouseId, platform: config.platform, runtime });
    if (!definition.capabilities.webhooks || !url) return;
    await session.registerWebhooks(url);
    await inWorkspace(scope, tx =>
      tx.warehouse.updateMany({
        where: { workspaceId: scope.workspaceId, id: warehouseId },
        data: { webhooksRegisteredAt: runtime.clock.now() },
      }),
    );
  } catch (error) {
    const code = error instanceof AppError ? error.code : "unexpected";
    runtime.logger.warn("webhooks not registered; the poll goes on", { warehouseId, code });
  }
}

/** True for an address the internet can reach: https, no local name, no private address. */
export function isPublicUrl(text: string): boolean {
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (url.protocol !== "https:" || host === "localhost" || host.endsWith(".localhost") || host.endsWith(".local")) return false;
  return isIP(host) === 0 ? host.includes(".") : isPublicAddress(host);
}
