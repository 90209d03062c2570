import type { Tx } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { closeSolvedOrderProblems } from "@/lib/problems/problem-store";
import { addEvents } from "./add-events";
import { assignMappingProblems } from "./import/assign-mapping-problems";
import { replaceOrders } from "./import/write-orders";
import { loadMappingFacts, replanOrder } from "./replan-order";

/** Orders per transaction: thousands may wait for one match. */
const BATCH = 500;

/**
 * Maps the orders that wait for a match again, from the record kept with each, and releases those with nothing missing. One that lacks something else says so from now on.
 * Returns how many were released. Called after a match was added or the store's policy changed; harmless at any other time.
 */
export async function releaseHeldOrders(scope: Scope, connectionId: string): Promise<number> {
  let released = 0;
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const batch = await inWorkspace(scope, tx => releaseBatch(tx, scope, { connectionId, after }), "mapping.release");
    released += batch.released;
    if (!batch.last) return released;
    after = batch.last;
  }
}

async function releaseBatch(
  tx: Tx,
  scope: Scope,
  options: { connectionId: string; after: string },
): Promise<{ released: number; last: string | null }> {
  const rows = await tx.$queryRaw<{ id: string; sourceKind: string; source: unknown; statusReason: string | null }[]>`
    select id, "sourceKind", source, "statusReason" from "Order" where "connectionId" = ${options.connectionId}::uuid and status = 'needs_mapping' and id > ${options.after}::uuid
     order by id limit ${BATCH} for update`;
  if (rows.length === 0) {
    await closeSolvedOrderProblems(tx, options.connectionId);
    return { released: 0, last: null };
  }
  const facts = await loadMappingFacts(tx, scope, options.connectionId);
  const planned = rows.flatMap(row => {
    const plan = replanOrder(row, facts);
    const isNews = plan && (plan.status === "ready" || (plan.status === "needs_mapping" && plan.reason !== row.statusReason));
    return isNews ? [plan] : [];
  });
  const replaced = await replaceOrders(tx, { scope, connection: facts.connection }, planned);
  await assignMappingProblems(tx, { scope, ...facts }, planned);
  const free = planned.filter(one => one.status === "ready" && replaced.has(one.id));
  await addEvents(tx, {
    workspaceId: scope.workspaceId,
    actor: scope.actor,
    events: free.map(one => ({
      kind: "order.released",
      text: "Everything has a match now: released.",
      orderId: one.id,
      connectionId: options.connectionId,
    })),
  });
  if (free.length > 0) {
    await tx.$executeRaw`update "Channel" set "nextDueAt" = clock_timestamp() where "connectionId" = ${options.connectionId}::uuid and kind = 'orders' and "nextDueAt" is not null`;
  }
  return { released: free.length, last: rows.at(-1)?.id ?? null };
}
