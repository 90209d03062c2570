import type { ProofStage } from "@/lib/api/schemas/proof";

export const STAGE_NAMES: Record<ProofStage["stage"], string> = {
  address: "Address reachable",
  tls: "TLS",
  token: "Token",
  tenant: "Tenant",
  endpoint: "Endpoint and version",
  sales_orders: "May read Sales Orders",
  shipments: "May read Shipments",
  stock_items: "May read Stock Items",
  write_shipment: "May write a Shipment",
  package_contents: "Package contents possible",
  warehouse_id: "Warehouse ID exists",
  refresh_token: "Refresh token received",
  limits: "Time and limits",
};
