import { openCredentials } from "@/lib/db/credentials";
import type { World } from "./world";

/** The secret path token of the world's warehouse. */
export async function showWebhookToken(world: World): Promise<string> {
  const values = await openCredentials(world.scope, { ownerKind: "warehouse", ownerId: world.ids.warehouse, vault: world.runtime.vault });
  return values.webhookToken?.reveal() ?? "";
}
