import { toPacificTime } from "@/lib/core/time-zones";
import type { OutgoingOrder } from "../contract";
import { recipientOf } from "./check-order";

/**
 * The order as POST /orders/createorders takes it. There is no partial update: what is left out is cleared, so every send is whole. `orderKey` makes a second
 * send an update; `orderId` is added once it is known, because parts of a split order share the key. Times are US Pacific local time without an offset.
 */
export function orderDocument(order: OutgoingOrder): Record<string, unknown> {
  const recipient = recipientOf(order.shipTo) ?? "";
  const orderId = Number(order.warehouseRef);
  return clean({
    ...(order.warehouseRef && Number.isSafeInteger(orderId) ? { orderId } : {}),
    orderKey: order.warehouseKey,
    orderNumber: order.number,
    orderDate: vendorTime(order.orderedAt),
    orderStatus: "awaiting_shipment",
    ...(order.shipByAt ? { shipByDate: vendorTime(order.shipByAt) } : {}),
    ...(order.customerId ? { customerUsername: order.customerId } : {}),
    ...(order.customerEmail ? { customerEmail: order.customerEmail } : {}),
    billTo: { name: order.customerName.trim() || recipient },
    shipTo: addressOf(order, recipient),
    items: order.lines.map(line => ({
      lineItemKey: line.warehouseLineKey,
      sku: line.sku,
      name: line.name.trim() || line.sku,
      quantity: Number(line.quantity),
      ...(line.unitPrice === undefined ? {} : { unitPrice: Number(line.unitPrice) }),
      adjustment: false,
    })),
    ...shipMethodOf(order),
    ...(order.notes ? { internalNotes: order.notes } : {}),
    // Shown to the packer and printable on labels.
    advancedOptions: { customField1: order.reference },
  }) as Record<string, unknown>;
}

function addressOf({ shipTo }: OutgoingOrder, recipient: string): Record<string, unknown> {
  return {
    name: recipient,
    company: shipTo.company ?? null,
    street1: shipTo.line1 ?? null,
    street2: shipTo.line2 ?? null,
    street3: shipTo.line3 ?? null,
    city: shipTo.city ?? null,
    state: shipTo.state ?? null,
    postalCode: shipTo.postalCode ?? null,
    country: shipTo.country?.trim().toUpperCase() ?? null,
    phone: shipTo.phone ?? null,
    residential: null,
  };
}

function shipMethodOf({ shipMethod }: OutgoingOrder): Record<string, unknown> {
  if (!shipMethod) return {};
  if ("requestedService" in shipMethod) return { requestedShippingService: shipMethod.requestedService };
  const { carrierCode, serviceCode } = shipMethod;
  return { carrierCode, serviceCode };
}

function vendorTime(instant: string): string {
  return toPacificTime(new Date(instant));
}

/** Takes out what breaks the JSON reader on the other side: control characters and lone surrogates, at any depth. One such text would cost the whole batch. */
function clean(value: unknown): unknown {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
  if (typeof value === "string") return value.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "");
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]));
}
