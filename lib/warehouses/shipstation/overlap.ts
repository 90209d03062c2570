import { fromPacificTime, toPacificTime } from "@/lib/core/time-zones";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Covers records that ShipStation shows a little late. */
const OVERLAP_MS = 10 * MINUTE_MS;

/**
 * How far before its mark a list is read again. Near a night in which Pacific clocks change, one hour more: the vendor's times carry no offset, and in
 * November one hour of them comes twice. Repeats fall away on the shipment's id.
 */
export function overlapBefore(mark: Date): number {
  const offsetAt = (at: number) => Date.parse(`${toPacificTime(new Date(at))}Z`) - at;
  const isNearChange = offsetAt(mark.getTime() - 3 * HOUR_MS) !== offsetAt(mark.getTime() + 3 * HOUR_MS);
  return isNearChange ? OVERLAP_MS + HOUR_MS : OVERLAP_MS;
}

/** A start for the vendor's filters, `yyyy-mm-ddThh:mm:ss` in Pacific time. */
export function vendorStart(from: Date): string {
  return toPacificTime(from).slice(0, 19);
}

/** The instant of a vendor's time as ISO text; undefined when there is none or it can't be read. */
export function vendorInstant(text: string | null | undefined): string | undefined {
  return text ? fromPacificTime(text)?.toISOString() : undefined;
}
