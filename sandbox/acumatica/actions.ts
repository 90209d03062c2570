import { shipmentsOf } from "./computed";
import { BusinessError, isUnconfirmed, moveOrder, ORDER_MOVES } from "./order-state";
import { type Row, rowsOf, text } from "./rows";
import { buildShipmentFromOrder } from "./shipment-build";
import { saveShipmentRow } from "./shipment-save";
import { confirmShipment, correctShipment, holdShipment, prepareInvoice, releaseInvoice, updateInventory } from "./shipment-state";
import type { Site } from "./site";
import { type Tenant, tableOf } from "./world";

export interface ActionRequest {
  site: Site;
  tenant: Tenant;
  by: string;
  row: Row;
  parameters: Record<string, string>;
}

type Action = (request: ActionRequest) => void;

function createShipment({ site, tenant, by, row, parameters }: ActionRequest): void {
  const [firstLine] = rowsOf(row, "Details");
  const warehouseId = parameters.WarehouseID || text(row, "PreferredWarehouseID") || (firstLine ? text(firstLine, "WarehouseID") : "");
  try {
    const shipment = buildShipmentFromOrder(
      { site, tenant },
      { order: row, warehouseId, shipmentDate: (parameters.ShipmentDate ?? "").slice(0, 10) },
    );
    saveShipmentRow({ site, tenant, shipment, before: null, by });
  } catch (error) {
    // Nothing in stock: the order waits as a back order, and the action has failed all the same.
    if (error instanceof BusinessError && site.switches.outOfStock && row.Status === "Open")
      moveOrder({ site, tenant }, row, { action: "PlaceOnBackOrder", by });
    throw error;
  }
}

function refuse(reason: string): Action {
  return () => {
    throw new BusinessError(reason);
  };
}

function invoiceOrder({ site, tenant, by, row }: ActionRequest): void {
  const confirmed = shipmentsOf(tenant, row).filter(shipment => !isUnconfirmed(shipment) && shipment.Status === "Confirmed");
  if (confirmed.length === 0) throw new BusinessError(`Order ${text(row, "OrderNbr")} has nothing to invoice.`);
  for (const shipment of confirmed) prepareInvoice({ site, tenant, by }, shipment);
}

const orderMoves = Object.fromEntries(
  ORDER_MOVES.map(action => [action, (({ site, tenant, by, row }) => moveOrder({ site, tenant }, row, { action, by })) satisfies Action]),
);

/** Server actions by entity, under the workflow's own names. Contract names are mapped to these before. */
const ACTIONS: Record<string, Record<string, Action>> = {
  SalesOrder: {
    ...orderMoves,
    CreateShipmentIssue: createShipment,
    CreateShipmentReceipt: refuse("The order type does not allow receipts."),
    PrepareInvoice: invoiceOrder,
    recalculateDiscountsFromImport: () => {},
    RecalculateDiscountsAction: () => {},
  },
  Shipment: {
    ConfirmShipmentAction: ({ row, ...scene }) => confirmShipment(scene, row),
    CorrectShipmentAction: ({ row, ...scene }) => correctShipment(scene, row),
    UpdateIN: ({ row, ...scene }) => updateInventory(scene, row),
    CreateInvoice: ({ row, ...scene }) => prepareInvoice(scene, row),
    PutOnHold: ({ row, ...scene }) => holdShipment(scene, row, true),
    ReleaseFromHold: ({ row, ...scene }) => holdShipment(scene, row, false),
  },
  SalesInvoice: { Release: ({ row, ...scene }) => releaseInvoice(scene, row) },
  StockItem: { UpdateCost: () => {} },
  Customer: { CreateContact: () => {} },
};

/** Workflow names are found whatever their case. */
export function findServerAction(entity: string, name: string): string | null {
  return Object.keys(ACTIONS[entity] ?? {}).find(known => known.toLowerCase() === name.toLowerCase()) ?? null;
}

export function serverActions(entity: string): string[] {
  return Object.keys(ACTIONS[entity] ?? {});
}

/** Runs a server action on a stored record. @throws BusinessError when it is refused; nothing has changed then. */
export function runAction(entity: string, serverName: string, request: ActionRequest): void {
  const { failActions } = request.site.switches;
  if (failActions.times > 0 && (failActions.name === "" || failActions.name === serverName)) {
    failActions.times -= 1;
    throw new BusinessError("The operation has been interrupted.");
  }
  const action = ACTIONS[entity]?.[serverName];
  if (!action) throw new BusinessError(`Unknown action ${serverName}`);
  action(request);
  request.site.journal.effect("action done", {
    tenant: request.tenant.name,
    entity,
    action: serverName,
    key: tableOf(request.tenant, entity).keyOf(request.row),
    by: request.by,
  });
}
