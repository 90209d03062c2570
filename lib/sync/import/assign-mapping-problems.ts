import type { SqlTx } from "@/lib/db/sql-tx";
import { openProblem } from "@/lib/problems/problem-store";
import type { ChannelRun } from "../context";
import type { PlannedOrder } from "./order-rows";

/** Held orders are grouped by what is missing: one problem per SKU or Ship Via, with a count. Orders with another status are left alone. */
export async function assignMappingProblems(
  tx: SqlTx,
  at: Pick<ChannelRun, "scope"> & { connection: { id: string }; warehouse: { name: string } },
  orders: PlannedOrder[],
): Promise<void> {
  const groups = Map.groupBy(
    orders.filter(one => one.status === "needs_mapping"),
    one => `${one.mapped.missing[0]?.kind} ${one.mapped.missing[0]?.from}`,
  );
  for (const group of groups.values()) {
    const missing = group[0]?.mapped.missing[0];
    if (!missing) continue;
    const noun = missing.kind === "sku" ? "SKU" : "Ship Via";
    const problemId = await openProblem(tx, {
      workspaceId: at.scope.workspaceId,
      connectionId: at.connection.id,
      code: missing.kind === "sku" ? "unmapped_sku" : "unmapped_ship_method",
      subject: missing.from,
      message: `${noun} ${missing.from} has no match at ${at.warehouse.name}.`,
      owner: "operator",
      nextStep: `Add a match for ${missing.from}; the orders that wait for it are released at once.`,
      stops: "order",
    });
    await tx.$executeRaw`update "Order" set "problemId" = ${problemId}::uuid where id = any(${group.map(one => one.id)}::uuid[])`;
  }
}
