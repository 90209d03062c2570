import { Decimal } from "decimal.js";
import type { LedgerEntry } from "./entry";

/** One box as Acumatica takes it: Shipments (SO302000), Packages tab. */
export interface ErpPackage {
  trackingNbr: string;
  /** Our reference, on the package itself: settles a lost answer by looking. */
  customRefNbr1: string;
  description: string;
  weight?: string;
  uom?: string;
}

const POUNDS_PER: Record<string, string> = { pounds: "1", ounces: "0.0625", grams: "0.00220462262", kilograms: "2.20462262" };

/** The boxes of a shipment. Weights are written in pounds, the unit Acumatica's own examples use for packages. */
export function packagesOf(entry: LedgerEntry): ErpPackage[] {
  const carrier = [entry.shipment.carrier, entry.shipment.service].filter(Boolean).join(" ");
  return entry.packages.map(box => {
    const factor = box.weightUnit ? POUNDS_PER[box.weightUnit] : undefined;
    const pounds = box.weight && factor ? new Decimal(box.weight).times(factor).toDecimalPlaces(4).toFixed() : null;
    return {
      trackingNbr: box.trackingNumber,
      customRefNbr1: entry.reference,
      description: carrier || "Shipped",
      ...(pounds ? { weight: pounds, uom: "LB" } : {}),
    };
  });
}
