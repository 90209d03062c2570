import type { CreateMappingInput, Mapping } from "@/lib/api/schemas/mapping";
import { saveMapping } from "@/lib/db/mappings";
import type { Scope } from "@/lib/db/scope";
import { releaseHeldOrders } from "@/lib/sync/release-held-orders";

/** Saves a match and lets every order go that waited for nothing else. Throws NotFoundError for a connection that is not this caller's. */
export async function createMapping(scope: Scope, params: { input: CreateMappingInput }): Promise<Mapping & { released: number }> {
  const mapping = await saveMapping(scope, params.input);
  const released = await releaseHeldOrders(scope, params.input.connectionId);
  return { ...mapping, released };
}
