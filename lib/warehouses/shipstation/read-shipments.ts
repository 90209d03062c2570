import type { Clock } from "@/lib/core/clock";
import type { ShipmentPage, WarehouseShipment } from "../contract";
import type { ShipStationClient } from "./client";
import { InternalError } from "./failure";
import { overlapBefore } from "./overlap";
import { type ListPage, readListPage } from "./read-list-page";
import { readFulfilment, readLabel } from "./read-rows";
import { resolveOrderKeys } from "./resolve-order-keys";
import { advance, beginList, firstStream, type OpenList, readCursor, type ShipmentCursor, shrink, streamAfter } from "./shipment-cursor";

export interface ReadShipmentsContext {
  client: ShipStationClient;
  clock: Clock;
}

/**
 * One page of one list, and where to go on. A list ShipStation fails on with 500 is asked for again with a smaller page by the next call (large pages time
 * out on the vendor's side); a single record it fails on alone is passed over and named, once the record behind it proves that the vendor works.
 * @throws WarehouseError; the cursor then stays where it was.
 */
export async function readShipments(
  context: ReadShipmentsContext,
  request: { cursor: unknown | null; since: Date },
): Promise<ShipmentPage> {
  const cursor = readCursor(request.cursor, request.since);
  const open = cursor.open ?? openList(cursor, firstStream);
  try {
    return await readPage(context, { cursor, open, unreadable: [], before: [] });
  } catch (error) {
    if (!(error instanceof InternalError)) throw error;
    const smaller = shrink(open);
    const exchangeIds = error.exchangeId ? [error.exchangeId] : [];
    if (smaller) return { shipments: [], cursor: { ...cursor, open: smaller }, more: true, exchangeIds };
    const behind = { ...open, offset: open.offset + 1 };
    const unreadable = [`ShipStation fails on one record of its ${NAMES[open.stream]} (number ${open.offset + 1} since ${open.from}).`];
    return await readPage(context, { cursor, open: behind, unreadable, before: exchangeIds });
  }
}

const NAMES: Record<OpenList["stream"], string> = { labels: "shipments", voids: "voided shipments", fulfilments: "fulfillments" };

interface Step {
  cursor: ShipmentCursor;
  open: OpenList;
  unreadable: string[];
  /** Exchanges that led here. */
  before: string[];
}

async function readPage({ client, clock }: ReadShipmentsContext, { cursor, open, unreadable, before }: Step): Promise<ShipmentPage> {
  const page = await readListPage(client, open);
  const { keys, exchangeIds } =
    open.stream === "fulfilments" ? await resolveOrderKeys(client, { rows: page.rows, known: cursor.keys }) : noKeys(cursor);
  const byOrder = new Map(keys);
  const read = page.rows.map(raw =>
    open.stream === "fulfilments" ? readFulfilment(raw, orderId => byOrder.get(orderId)) : readLabel(raw),
  );
  const shipments = read.filter((one): one is WarehouseShipment => one !== null);
  const odd = read.length - shipments.length;
  if (odd > 0) unreadable.push(`${odd} of ShipStation's ${NAMES[open.stream]} could not be read.`);
  const startedAt = open.startedAt ?? startOf(page, clock).toISOString();
  const next = nextCursor({ ...cursor, keys }, { ...open, startedAt }, page);
  return {
    shipments,
    cursor: next,
    more: next.open !== null,
    exchangeIds: [...before, page.exchangeId, ...exchangeIds],
    ...(unreadable.length > 0 ? { unreadable } : {}),
  };
}

const noKeys = ({ keys }: ShipmentCursor) => ({ keys, exchangeIds: [] as string[] });

/** Never later than the server's own time: a clock of ours that runs ahead must not jump over shipments. */
function startOf(page: ListPage, clock: Clock): Date {
  const now = clock.now();
  return page.serverAt && page.serverAt < now ? page.serverAt : now;
}

function nextCursor(cursor: ShipmentCursor, open: OpenList & { startedAt: string }, page: ListPage): ShipmentCursor {
  if (!page.isLast) return { ...cursor, open: advance(open, page.rows.length) };
  const marks = { ...cursor.marks, [open.stream]: laterOf(open.startedAt, cursor.marks[open.stream]) };
  const following = streamAfter(open.stream);
  const done = { ...cursor, marks };
  return { ...done, open: following ? openList(done, following) : null };
}

/** Of two instants as ISO text. A mark never goes back. */
const laterOf = (a: string, b: string) => new Date(Math.max(Date.parse(a), Date.parse(b))).toISOString();

function openList(cursor: ShipmentCursor, stream: OpenList["stream"]): OpenList {
  const mark = new Date(cursor.marks[stream]);
  return beginList(stream, new Date(mark.getTime() - overlapBefore(mark)));
}
