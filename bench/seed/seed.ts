import { createDb } from "@/lib/db/client";
import { systemScope } from "@/lib/db/scope";
import { inWorkspaceFor } from "@/lib/db/tx";
import { listWorkspaces } from "@/lib/db/workspaces";
import { parseEnv } from "@/lib/env/parse-env";
import { insertConnection } from "./insert-connection";
import { insertOrders } from "./insert-orders";

/** Orders of one transaction: large enough to be quick, small enough to be seen moving. */
const CHUNK = 20_000;
const CHUNK_MS_MAX = 300_000;

/**
 * Fills the app's database with `orders` orders of the last year in all their statuses, with lines, shipments, tracking numbers and events, on a connection of their own that is
 * switched off: nothing of it is ever sent anywhere. For looking at the screens, and for measuring them.
 */
export async function seed(options: { orders: number }): Promise<void> {
  const db = createDb({ url: parseEnv(process.env).databaseUrl });
  try {
    const [workspace] = await listWorkspaces(db);
    if (!workspace)
      throw new Error("There is no workspace yet. Make one: npm run admin -- create-user --email … --password … --workspace …");
    const scope = systemScope(db, workspace.id);
    const startedMs = performance.now();
    const connection = await insertConnection(scope);
    for (let from = 1; from <= options.orders; from += CHUNK) {
      const count = Math.min(CHUNK, options.orders - from + 1);
      await inWorkspaceFor(scope, { timeoutMs: CHUNK_MS_MAX }, tx =>
        insertOrders(tx, { workspaceId: workspace.id, connection, from, count, total: options.orders }),
      );
      const done = from + count - 1;
      console.log(
        `${done.toLocaleString("en-US")} of ${options.orders.toLocaleString("en-US")} (${((performance.now() - startedMs) / 1_000).toFixed(0)} s)`,
      );
    }
    await db.$executeRaw`analyze "Order", "OrderLine", "Shipment", "ShipmentLine", "Package", "Event"`;
    console.log(`Workspace "${workspace.name}", connection "${connection.name}".`);
  } finally {
    await db.$disconnect();
  }
}
