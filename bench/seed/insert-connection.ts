import { newId } from "@/lib/core/ids";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";

export interface SeedConnection {
  id: string;
  name: string;
  merchantId: string;
  storeId: string;
  warehouseId: string;
}

/** A merchant, a store, a warehouse and a connection between them, switched off and without credentials. Names carry the moment, so that it can be done again. */
export async function insertConnection(scope: Scope): Promise<SeedConnection> {
  const { workspaceId } = scope;
  const stamp = new Date().toISOString().slice(0, 19).replace("T", " ");
  const name = `Made-up orders ${stamp}`;
  const [id, merchantId, storeId, warehouseId] = [newId(), newId(), newId(), newId()];
  await inWorkspace(scope, async tx => {
    await tx.merchant.create({ data: { id: merchantId, workspaceId, name } });
    await tx.store.create({
      data: { id: storeId, workspaceId, merchantId, name, platform: "acumatica", settings: {}, environment: "sandbox" },
    });
    await tx.warehouse.create({
      data: { id: warehouseId, workspaceId, name, platform: "shipstation", environment: "sandbox", webhookTokenHash: newId() },
    });
    await tx.connection.create({ data: { id, workspaceId, merchantId, name, storeId, warehouseId } });
    await tx.channel.createMany({
      data: [
        { id: newId(), workspaceId, connectionId: id, kind: "orders", everySeconds: 300 },
        { id: newId(), workspaceId, connectionId: id, kind: "shipments", everySeconds: 180 },
      ],
    });
  });
  return { id, name, merchantId, storeId, warehouseId };
}
