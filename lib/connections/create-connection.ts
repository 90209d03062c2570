import { CHANNEL_KINDS, type ChannelKind, type Connection, type CreateConnectionInput } from "@/lib/api/schemas/connection";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Tx } from "@/lib/db/client";
import { getConnection } from "@/lib/db/connections";
import { isUniqueViolation } from "@/lib/db/errors";
import { addAudit } from "@/lib/db/events";
import { ownRows } from "@/lib/db/page";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { choosePrefix } from "./choose-prefix";

/** Orders every five minutes, tracking every three: what people wait for comes sooner. */
const EVERY_SECONDS: Record<ChannelKind, number> = { orders: 300, shipments: 180 };

interface ChannelPlan {
  kind: ChannelKind;
  enabled: boolean;
  everySeconds: number;
}

/**
 * A connection between a store and a warehouse, with both channels, switched off: nothing moves before enableConnection. Order numbers get a prefix where
 * another store already uses the same warehouse account, because the warehouse knows orders by number.
 * Throws NotFoundError for a store or a warehouse that is not this caller's; ConflictError `already_connected`.
 */
export async function createConnection(scope: Scope, params: { input: Omit<CreateConnectionInput, "enabled"> }): Promise<Connection> {
  const { input } = params;
  const { workspaceId } = scope;
  const id = newId();
  await refusingSecond(() =>
    inWorkspace(scope, async tx => {
      const store = await tx.store.findFirst({
        where: { AND: [ownRows(scope), { id: input.storeId }] },
        select: { merchantId: true, name: true },
      });
      if (!store) throw new NotFoundError("store");
      await requireWarehouse(tx, { scope, warehouseId: input.warehouseId });
      const orderPrefix = await choosePrefix(tx, { workspaceId, storeName: store.name, ...input, asked: input.orderPrefix });
      const { name, storeId, warehouseId } = input;
      await tx.connection.create({ data: { id, workspaceId, merchantId: store.merchantId, name, storeId, warehouseId, orderPrefix } });
      await tx.channel.createMany({
        data: planChannels(input.channels).map(plan => ({ id: newId(), workspaceId, connectionId: id, ...plan })),
      });
      await addAudit(tx, scope, {
        kind: "connection.created",
        text: `Added the connection "${name}", switched off.`,
        connectionId: id,
        storeId,
        warehouseId,
      });
    }),
  );
  return getConnection(scope, { id });
}

/** A person limited to one merchant may use the warehouses that already ship for it. */
async function requireWarehouse(tx: Tx, { scope, warehouseId }: { scope: Scope; warehouseId: string }): Promise<void> {
  const own = scope.merchantId ? { connections: { some: { merchantId: scope.merchantId } } } : {};
  const warehouse = await tx.warehouse.findFirst({
    where: { workspaceId: scope.workspaceId, id: warehouseId, ...own },
    select: { id: true },
  });
  if (!warehouse) throw new NotFoundError("warehouse");
}

function planChannels(asked: CreateConnectionInput["channels"]): ChannelPlan[] {
  return CHANNEL_KINDS.map(kind => {
    const found = asked?.find(channel => (typeof channel === "string" ? channel === kind : channel.kind === kind));
    const everySeconds = typeof found === "object" ? (found.everySeconds ?? EVERY_SECONDS[kind]) : EVERY_SECONDS[kind];
    const enabled = asked === undefined ? true : found === undefined ? false : typeof found === "string" ? true : (found.enabled ?? true);
    return { kind, everySeconds, enabled };
  });
}

async function refusingSecond<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ConflictError({
      code: "already_connected",
      message: "This store and this warehouse are connected already.",
      nextStep: "Open the connection that exists.",
    });
  }
}
