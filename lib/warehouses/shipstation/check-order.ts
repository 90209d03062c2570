import { isPositive } from "@/lib/core/quantity";
import type { Address } from "@/lib/orders/source-order";
import type { OutgoingOrder, WarehouseErrorCode } from "../contract";

const NUMBER_CHARS_MAX = 50;

/** Countries and territories without postal codes, where an empty one is complete. */
const NO_POSTAL_CODE: ReadonlySet<string> = new Set(
  "AE AG AN AO AW BF BI BJ BO BS BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GN GQ GY HK JM KI KM KN KP LY ML MO MR MW NR NU PA QA RW SB SC SL SR ST SX SY TD TG TK TL TO TT TV UG VU WS YE ZW".split(
    " ",
  ),
);

export interface Refusal {
  code: WarehouseErrorCode;
  message: string;
  field?: string;
}

/**
 * What ShipStation V1 would refuse, found before sending: one such order can make the answer to a whole batch a 400. Null when the order can go.
 * ShipStation's own texts: "'Ship Name' must not be empty.", "Please use a 2 character country code", "Could not convert string to decimal".
 */
export function checkOrder(order: OutgoingOrder): Refusal | null {
  if (order.number.trim() === "" || order.number.length > NUMBER_CHARS_MAX) {
    return { code: "rejected", field: "number", message: `ShipStation takes order numbers of 1 to ${NUMBER_CHARS_MAX} characters.` };
  }
  return checkAddress(order.shipTo) ?? checkLines(order);
}

function checkAddress(address: Address): Refusal | null {
  const incomplete = (field: keyof Address, message: string): Refusal => ({
    code: "address_incomplete",
    field: `shipTo.${field}`,
    message,
  });
  if (!recipientOf(address)) return incomplete("name", "ShipStation needs the name of the recipient.");
  if (!address.line1?.trim()) return incomplete("line1", "ShipStation needs a street address.");
  if (!address.city?.trim()) return incomplete("city", "ShipStation needs a city.");
  const country = address.country?.trim().toUpperCase() ?? "";
  if (!/^[A-Z]{2}$/.test(country)) return incomplete("country", "ShipStation needs the country as a two-letter code, such as US.");
  if (!address.postalCode?.trim() && !NO_POSTAL_CODE.has(country)) return incomplete("postalCode", "ShipStation needs a postal code.");
  return null;
}

function checkLines({ lines }: OutgoingOrder): Refusal | null {
  if (lines.length === 0) return { code: "rejected", field: "lines", message: "The order has no line to ship." };
  const odd = lines.find(({ quantity }) => !/^\d{1,9}$/.test(quantity) || !isPositive(quantity));
  if (!odd) return null;
  const message = `Line ${odd.lineRef} (${odd.sku}) asks for ${odd.quantity}; ShipStation ships whole units only.`;
  return { code: "rejected", field: `lines.${odd.lineRef}.quantity`, message };
}

/** Who the parcel is for: a business that gave no person is a recipient too. */
export function recipientOf({ name, attention, company }: Address): string | undefined {
  return [name, attention, company].map(one => one?.trim()).find(Boolean);
}
