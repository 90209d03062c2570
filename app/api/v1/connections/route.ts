import { handle } from "@/lib/api/handle";
import { operations } from "@/lib/api/operations/operations";
import { createConnection } from "@/lib/connections/create-connection";
import { enableConnection } from "@/lib/connections/enable-connection";
import { getConnection, listConnections } from "@/lib/db/connections";

export const GET = handle(operations.listConnections, ({ scope, query }) => listConnections(scope, query));

export const POST = handle(operations.createConnection, async ({ scope, body, runtime }) => {
  const { enabled, ...input } = body;
  const connection = await createConnection(scope, { input });
  if (!enabled) return connection;
  await enableConnection(scope, { connectionId: connection.id, runtime });
  return getConnection(scope, connection);
});
