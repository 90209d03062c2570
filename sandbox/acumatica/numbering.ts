import type { Tenant } from "./world";

/** Number series: zero-padded text, never a number to count with. */
const SERIES: Record<string, { prefix: string; digits: number; field: string }> = {
  SalesOrder: { prefix: "SO", digits: 6, field: "OrderNbr" },
  Shipment: { prefix: "", digits: 6, field: "ShipmentNbr" },
  Customer: { prefix: "C", digits: 9, field: "CustomerID" },
  SalesInvoice: { prefix: "AR", digits: 6, field: "ReferenceNbr" },
  InventoryIssue: { prefix: "IN", digits: 6, field: "ReferenceNbr" },
};

/** The field an entity's numbers go to, or null when its key is typed by people. */
export function numberedField(entity: string): string | null {
  return SERIES[entity]?.field ?? null;
}

export function nextNumber(tenant: Tenant, entity: string): string {
  const series = SERIES[entity] ?? { prefix: "", digits: 6 };
  const next = (tenant.counters[entity] ?? 0) + 1;
  tenant.counters[entity] = next;
  return `${series.prefix}${String(next).padStart(series.digits, "0")}`;
}
