import type { Address } from "@/lib/orders/source-order";
import { type Fields, text } from "./envelope";

/** A ship-to address and contact in our words. `name` is the business, or the person where there is no business. Missing parts stay absent. */
export function normaliseAddress(address: Fields | undefined, contact: Fields | undefined, fallbackName: string | undefined): Address {
  const business = text(contact, "BusinessName");
  const attention = text(contact, "Attention");
  const parts: Omit<Address, "name"> = {
    company: attention === undefined ? undefined : business,
    attention,
    line1: text(address, "AddressLine1"),
    line2: text(address, "AddressLine2"),
    line3: text(address, "AddressLine3"),
    city: text(address, "City"),
    state: text(address, "State"),
    postalCode: text(address, "PostalCode"),
    country: text(address, "Country")?.toUpperCase(),
    phone: text(contact, "Phone1"),
    email: text(contact, "Email"),
  };
  const present = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
  return { name: business ?? attention ?? fallbackName ?? "", ...present };
}
