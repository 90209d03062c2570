import type { OrderLinks } from "@/components/orders/order-facts";
import type { Order } from "@/lib/api/schemas/order";
import type { Store } from "@/lib/api/schemas/store";

/** The same order in the other systems. Acumatica: Sales Orders (SO301000), Shipments (SO302000). The sandbox has no screens to open. */
export function linksOf(order: Order, store: Store): OrderLinks {
  if (store.environment === "sandbox") return { acumatica: null, warehouse: null };
  const base = store.credentials.instanceUrl.replace(/\/+$/, "");
  const [type, number] = order.sourceKey.includes("/") ? order.sourceKey.split("/") : ["", order.sourceKey];
  const query = new URLSearchParams({
    ...(store.credentials.tenant ? { CompanyID: store.credentials.tenant } : {}),
    ...(order.sourceKind === "SalesOrder"
      ? { ScreenId: "SO301000", OrderType: type ?? "", OrderNbr: number ?? "" }
      : { ScreenId: "SO302000", ShipmentNbr: number ?? "" }),
  });
  return { acumatica: URL.canParse(base) ? `${base}/Main?${query}` : null, warehouse: null };
}
