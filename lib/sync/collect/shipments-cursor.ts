/** Where collecting stands. */
export interface ShipmentsCursor {
  /** The adapter's own position; this room only keeps it. */
  adapter?: unknown;
  /** How often it was asked to begin again, and which of these requests was followed. Counters, because one may come while a page is being read. */
  asked?: number;
  followed?: number;
}
