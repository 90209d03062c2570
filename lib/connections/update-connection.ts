import type { Connection, UpdateConnectionInput } from "@/lib/api/schemas/connection";
import { NotFoundError } from "@/lib/core/errors";
import { getConnection } from "@/lib/db/connections";
import { addAudit } from "@/lib/db/events";
import { ownRows } from "@/lib/db/page";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { disableConnection } from "./disable-connection";
import { enableConnection } from "./enable-connection";
import type { Runtime } from "./runtime";
import { setChannel } from "./set-channel";

/** Changes what is given: the name, the switch, single channels. The prefix stays for ever: orders at the warehouse carry it. Throws NotFoundError. */
export async function updateConnection(
  scope: Scope,
  params: { id: string; input: UpdateConnectionInput; runtime: Runtime },
): Promise<Connection> {
  const { id, input, runtime } = params;
  const { name } = input;
  await inWorkspace(scope, async tx => {
    const where = { AND: [ownRows(scope), { id }] };
    const row = await tx.connection.findFirst({ where, select: { name: true } });
    if (!row) throw new NotFoundError("connection");
    if (name === undefined || name === row.name) return;
    await tx.connection.updateMany({ where, data: { name } });
    await addAudit(tx, scope, { kind: "connection.renamed", text: `Renamed the connection "${row.name}" to "${name}".`, connectionId: id });
  });
  for (const channel of input.channels ?? []) await setChannel(scope, { change: { connectionId: id, ...channel }, runtime });
  if (input.enabled === true) await enableConnection(scope, { connectionId: id, runtime });
  if (input.enabled === false) await disableConnection(scope, { connectionId: id, runtime });
  return getConnection(scope, { id });
}
