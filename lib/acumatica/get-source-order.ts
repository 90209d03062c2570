import type { SourceKind, SourceOrder } from "@/lib/orders/source-order";
import { ENTITY_KINDS } from "./entity-kinds";
import type { Fields } from "./envelope";
import { AcumaticaError } from "./errors";
import { getRecord } from "./get-record";
import type { AcumaticaSession } from "./session";

export interface SourceOrderAddress {
  session: AcumaticaSession;
  kind: SourceKind;
  /** As in `SourceOrder.key`: `SO/SO004512`, or a shipment number. */
  key: string;
  priority?: "normal" | "import";
}

/**
 * Reads one record again, whole, as an order: for a refresh, the sweep and reconciliation.
 * Throws AcumaticaError `not_found` when it is gone, `unexpected` when it can't be read as an order.
 */
export async function getSourceOrder(address: SourceOrderAddress): Promise<SourceOrder> {
  return ENTITY_KINDS[address.kind].normalise(await getSourceRecord(address));
}

/** The same record as it came, unread. */
export async function getSourceRecord({ session, kind, key, priority = "normal" }: SourceOrderAddress): Promise<Fields> {
  const entity = ENTITY_KINDS[kind];
  const { record } = await getRecord({
    session,
    entity: kind,
    keys: keysOf(kind, key),
    expand: entity.expand,
    label: `acumatica.${kind.toLowerCase()}.get`,
    subject: entity.subject,
    priority,
  });
  return record;
}

function keysOf(kind: SourceKind, key: string): [string, string][] {
  if (kind === "Shipment") return [["ShipmentNbr", key]];
  const slash = key.indexOf("/");
  if (slash <= 0 || slash === key.length - 1) throw new AcumaticaError({ code: "not_found", message: "order key without type" });
  return [
    ["OrderType", key.slice(0, slash)],
    ["OrderNbr", key.slice(slash + 1)],
  ];
}
