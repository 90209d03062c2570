import { newId } from "@/lib/core/ids";
import type { Db } from "../client";
import type { Prisma } from "../generated/client";
import { checkedScope, type Role, type Scope, systemScope } from "../scope";
import { inWorkspace } from "../tx";

/** A workspace with one merchant, one store, one warehouse and one connection between them. Names are unique; nothing is called and nothing sealed. */
export interface Seeded {
  scope: Scope;
  workspaceId: string;
  merchantId: string;
  storeId: string;
  warehouseId: string;
  connectionId: string;
  channels: { orders: string; shipments: string };
}

let counter = 0;
const unique = (name: string): string => `${name} ${++counter}`;

export async function seedWorkspace(db: Db): Promise<Seeded> {
  const workspaceId = newId();
  await db.workspace.create({ data: { id: workspaceId, name: unique("Workspace"), slug: `w-${workspaceId}`, dataKeySealed: "v1.none" } });
  return seedConnection(systemScope(db, workspaceId), {});
}

/** One more merchant with store and connection in the same workspace; `warehouseId` shares a warehouse. */
export async function seedConnection(scope: Scope, options: { warehouseId?: string }): Promise<Seeded> {
  const { workspaceId } = scope;
  const [merchantId, storeId, connectionId, orders, shipments] = [newId(), newId(), newId(), newId(), newId()];
  const warehouseId = options.warehouseId ?? newId();
  await inWorkspace(scope, async tx => {
    await tx.merchant.create({ data: { id: merchantId, workspaceId, name: unique("Merchant") } });
    await tx.store.create({ data: { id: storeId, workspaceId, merchantId, name: unique("Store"), platform: "acumatica", settings: {} } });
    if (!options.warehouseId) {
      await tx.warehouse.create({
        data: { id: warehouseId, workspaceId, name: unique("Warehouse"), platform: "shipstation", webhookTokenHash: newId() },
      });
    }
    await tx.connection.create({ data: { id: connectionId, workspaceId, merchantId, name: unique("Connection"), storeId, warehouseId } });
    await tx.channel.createMany({
      data: [
        { id: orders, workspaceId, connectionId, kind: "orders", everySeconds: 300 },
        { id: shipments, workspaceId, connectionId, kind: "shipments", everySeconds: 180 },
      ],
    });
  });
  return { scope, workspaceId, merchantId, storeId, warehouseId, connectionId, channels: { orders, shipments } };
}

/** An order with one line, as imported; `over` replaces columns. Returns its id. */
export async function seedOrder(at: Seeded, over: Partial<Prisma.OrderUncheckedCreateInput> & { sku?: string } = {}): Promise<string> {
  const { sku = "KC-24", ...columns } = over;
  const id = newId();
  const number = columns.number ?? `SO${String(++counter).padStart(6, "0")}`;
  const { workspaceId, merchantId, storeId, warehouseId, connectionId } = at;
  await inWorkspace(at.scope, async tx => {
    await tx.order.create({
      data: {
        id,
        workspaceId,
        merchantId,
        storeId,
        warehouseId,
        connectionId,
        number,
        sourceKind: "SalesOrder",
        sourceKey: `SO/${number}`,
        mode: "sales_order",
        status: "ready",
        warehouseKey: number,
        shipTo: { name: "Ada Park", city: "Columbus", state: "OH", country: "US" },
        sourceStatus: "Open",
        sourceModifiedAt: new Date(0),
        contentHash: "",
        source: { OrderNbr: { value: number } },
        unitsOrdered: 2,
        ...columns,
      },
    });
    await tx.orderLine.create({ data: { id: newId(), workspaceId, orderId: id, lineRef: "1", sku, warehouseSku: sku, quantity: 2 } });
  });
  return id;
}

/** A label for an order, with one package and a write-back that waits. Returns the shipment's id. */
export async function seedShipment(at: Seeded, options: { orderId: string; trackingNumber: string; voided?: boolean }): Promise<string> {
  const { workspaceId, warehouseId, connectionId } = at;
  const id = newId();
  const now = new Date(1_700_000_000_000);
  await inWorkspace(at.scope, async tx => {
    await tx.shipment.create({
      data: {
        id,
        workspaceId,
        warehouseId,
        externalId: `label:${id}`,
        kind: "label",
        carrier: "ups",
        service: "ups_ground",
        shippedAt: now,
        createdAtWarehouse: now,
        voided: options.voided ?? false,
        raw: {},
      },
    });
    await tx.package.create({ data: { id: newId(), workspaceId, shipmentId: id, trackingNumber: options.trackingNumber } });
    await tx.shipmentLine.create({
      data: { id: newId(), workspaceId, shipmentId: id, orderId: options.orderId, lineRef: "1", quantity: 2, reportedQuantity: 2 },
    });
    await tx.writeBack.create({
      data: { id: newId(), workspaceId, connectionId, shipmentId: id, targetOrderId: options.orderId, reference: `DB-${id.slice(-8)}` },
    });
  });
  return id;
}

/** A problem that stops orders; give it orders by their problemId. */
export async function seedProblem(at: Seeded, over: Partial<Prisma.ProblemUncheckedCreateInput> = {}): Promise<string> {
  const id = newId();
  const { workspaceId, connectionId } = at;
  const words = { code: "sku_missing", message: "SKU KC-24 has no match.", owner: "operator", nextStep: "Open the match.", stops: "order" };
  await inWorkspace(at.scope, tx => tx.problem.create({ data: { id, workspaceId, connectionId, key: id, ...words, ...over } }));
  return id;
}

/** The same workspace as a person sees it; with `merchantId`, a person limited to one merchant. */
export function personScope(at: Seeded, options: { role?: Role; merchantId?: string | null } = {}): Scope {
  const { db } = at.scope;
  const actor = { kind: "user", id: newId(), name: "Dana Reyes", role: options.role ?? "admin" } as const;
  return checkedScope({ db, workspaceId: at.workspaceId, merchantId: options.merchantId ?? null, actor });
}
