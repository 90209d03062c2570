import type { Exchange } from "@/lib/api/schemas/exchange";
import { NotFoundError } from "@/lib/core/errors";
import type { Scope } from "./scope";
import { inWorkspace } from "./tx";

/**
 * One recorded request and its answer; secrets were taken out before it was stored. A person limited to one merchant sees exchanges with that
 * merchant's stores only: a call to a shared warehouse may carry other merchants' orders. Throws NotFoundError, also after the 30 days.
 */
export async function getExchange(scope: Scope, request: { id: string }): Promise<Exchange> {
  const row = await inWorkspace(scope, async tx => {
    const found = await tx.exchange.findFirst({ where: { workspaceId: scope.workspaceId, id: request.id } });
    if (!found || !scope.merchantId) return found;
    const store =
      found.storeId && (await tx.store.findFirst({ where: { id: found.storeId, merchantId: scope.merchantId }, select: { id: true } }));
    return store ? found : null;
  });
  if (!row) throw new NotFoundError("exchange");
  return {
    id: row.id,
    label: row.label,
    method: row.method,
    url: row.url,
    requestHeaders: row.requestHeaders as Exchange["requestHeaders"],
    requestBody: row.requestBody,
    status: row.status,
    responseHeaders: row.responseHeaders as Exchange["responseHeaders"],
    responseBody: row.responseBody,
    failure: row.failure,
    at: row.at.toISOString(),
    durationMs: row.durationMs,
  };
}
