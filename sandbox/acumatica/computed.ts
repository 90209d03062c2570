import { num, type Row, round, rowsOf, sum, text } from "./rows";
import type { Site } from "./site";
import { type Tenant, tableOf } from "./world";

interface ChildOf {
  site: Site;
  tenant: Tenant;
  entity: string;
  /** Path of the wanted child inside the entity. */
  path: string;
  row: Row;
}

export function orderKey(row: Row): string {
  return `${text(row, "OrderType") || "SO"}/${text(row, "OrderNbr")}`;
}

/** Shipments that carry lines of this order, oldest number first. */
export function shipmentsOf(tenant: Tenant, order: Row): Row[] {
  const numbers = [...(tenant.shipmentsByOrder.get(orderKey(order)) ?? [])].sort();
  return numbers.map(number => tableOf(tenant, "Shipment").byKey(number)).filter(row => row !== null);
}

/** The order's lines inside one shipment. */
export function linesOfOrder(shipment: Row, order: Row): Row[] {
  return rowsOf(shipment, "Details").filter(line => orderKey(line) === orderKey(order));
}

function orderShipments({ tenant, row }: ChildOf): Row[] {
  return shipmentsOf(tenant, row).map(shipment => ({
    id: `${shipment.id.slice(0, 24)}${row.id.slice(24)}`,
    InventoryDocType: shipment._inventoryRefNbr ? "Issue" : null,
    InventoryRefNbr: text(shipment, "_inventoryRefNbr"),
    InvoiceNbr: text(shipment, "_invoiceNbr"),
    InvoiceType: shipment._invoiceNbr ? "Invoice" : null,
    ShipmentDate: text(shipment, "ShipmentDate"),
    ShipmentNbr: text(shipment, "ShipmentNbr"),
    ShipmentType: text(shipment, "Type") || "Shipment",
    ShippedQty: sum(linesOfOrder(shipment, row), "ShippedQty"),
    ShippedVolume: 0,
    ShippedWeight: num(shipment, "ShippedWeight"),
    Status: text(shipment, "Status"),
    LastModifiedDateTime: num(shipment, "LastModifiedDateTime"),
    OrderNoteID: row.id,
    ShippingNoteID: shipment.id,
  }));
}

function shipmentOrders({ tenant, row }: ChildOf): Row[] {
  const keys = [...new Set(rowsOf(row, "Details").map(orderKey))];
  return keys.flatMap(key => {
    const order = tableOf(tenant, "SalesOrder").byKey(key);
    if (!order) return [];
    return [
      {
        id: `${row.id.slice(0, 24)}${order.id.slice(24)}`,
        InventoryDocType: row._inventoryRefNbr ? "Issue" : null,
        InventoryRefNbr: text(row, "_inventoryRefNbr"),
        InvoiceNbr: text(row, "_invoiceNbr"),
        InvoiceType: row._invoiceNbr ? "Invoice" : null,
        OrderNbr: text(order, "OrderNbr"),
        OrderType: text(order, "OrderType") || "SO",
        ShipmentNbr: text(row, "ShipmentNbr"),
        ShipmentType: text(row, "Type") || "Shipment",
        ShippedQty: sum(linesOfOrder(row, order), "ShippedQty"),
        ShippedVolume: 0,
        ShippedWeight: num(row, "ShippedWeight"),
        OrderNoteID: order.id,
      },
    ];
  });
}

/** ShipVia and warehouse live on the order itself; the settings tab only shows them again. */
function shippingSettings({ row }: ChildOf): Row {
  const own = (row.ShippingSettings ?? {}) as Row;
  return {
    ScheduledShipmentDate: text(row, "RequestedOn") || text(row, "Date"),
    ...own,
    id: own.id ?? "",
    ShipVia: text(row, "ShipVia"),
    PreferredWarehouseID: text(row, "PreferredWarehouseID"),
  };
}

function totals({ row }: ChildOf): Row {
  const lines = rowsOf(row, "Details");
  const amount = sum(lines, "Amount");
  return {
    id: "",
    DiscountTotal: 0,
    LineTotalAmount: amount,
    MiscTotalAmount: 0,
    TaxTotal: num(row, "TaxTotal"),
    UnbilledAmount: amount,
    UnbilledQty: sum(lines, "OrderQty"),
    UnpaidBalance: num(row, "OrderTotal"),
    Freight: 0,
    FreightCost: 0,
    FreightCostIsuptodate: true,
    OrderVolume: 0,
    OrderWeight: round(num(row, "_weight")),
    PackageWeight: 0,
    PremiumFreight: 0,
    OverrideFreightAmount: false,
  };
}

function stockRows({ tenant, row }: ChildOf): Row[] {
  const item = tableOf(tenant, "StockItem").byKey(text(row, "InventoryID"));
  const warehouse = text(row, "WarehouseID");
  // A warehouse without an item gives nothing, as seen on live sites.
  const details = item ? rowsOf(item, "WarehouseDetails") : [];
  return details
    .filter(detail => !warehouse || text(detail, "WarehouseID") === warehouse)
    .map(detail => ({
      id: detail.id,
      BaseUOM: "EA",
      EstimatedTotalCost: 0,
      EstimatedUnitCost: 0,
      QtyAvailable: num(detail, "QtyOnHand"),
      QtyAvailableForShipment: num(detail, "QtyOnHand"),
      QtyNotAvailable: 0,
      QtyOnHand: num(detail, "QtyOnHand"),
      WarehouseID: text(detail, "WarehouseID"),
    }));
}

function quantityAvailable({ tenant, row }: ChildOf): Row[] {
  const wanted = text(row, "InventoryID");
  const items = [...tableOf(tenant, "StockItem").all()].filter(item => !wanted || text(item, "InventoryID") === wanted);
  return items.map(item => ({
    id: item.id,
    InventoryID: text(item, "InventoryID"),
    LastModifiedDateTime: num(item, "LastModified"),
    QtyAvailable: sum(rowsOf(item, "WarehouseDetails"), "QtyOnHand"),
  }));
}

const COMPUTED: Record<string, (child: ChildOf) => Row | Row[]> = {
  "SalesOrder/Shipments": orderShipments,
  "SalesOrder/ShippingSettings": shippingSettings,
  "SalesOrder/Totals": totals,
  "Shipment/Orders": shipmentOrders,
  "InventorySummaryInquiry/Results": stockRows,
  "InventoryQuantityAvailable/Results": quantityAvailable,
};

/** Children that are read from elsewhere instead of being stored with the record; null for all others. */
export function computedChild(child: ChildOf): Row | Row[] | null {
  return COMPUTED[`${child.entity}/${child.path}`]?.(child) ?? null;
}
