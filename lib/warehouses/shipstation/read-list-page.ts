import type { ShipStationClient } from "./client";
import { vendorStart } from "./overlap";
import { fulfilmentPageSchema, labelPageSchema } from "./records";
import type { OpenList } from "./shipment-cursor";

export interface ListPage {
  rows: unknown[];
  isLast: boolean;
  serverAt: Date | null;
  exchangeId: string;
}

/** One page as the cursor says, oldest first: new rows then join at the end and do not move the ones before. */
export async function readListPage(client: ShipStationClient, open: OpenList): Promise<ListPage> {
  const start = vendorStart(new Date(open.from));
  const paging = {
    sortBy: "CreateDate",
    sortDir: "ASC",
    page: String(Math.floor(open.offset / open.size) + 1),
    pageSize: String(open.size),
  };
  if (open.stream === "fulfilments") {
    const query = { createDateStart: start, ...paging };
    const reply = await client.call({ label: "fulfillments.list", path: "/fulfillments", query, schema: fulfilmentPageSchema });
    return { ...reply, rows: reply.data.fulfillments, isLast: isLast(open, reply.data.fulfillments.length, reply.data.total) };
  }
  const filter = open.stream === "labels" ? "createDateStart" : "voidDateStart";
  const query = { [filter]: start, includeShipmentItems: "true", ...paging };
  const reply = await client.call({ label: `shipments.${open.stream}`, path: "/shipments", query, schema: labelPageSchema });
  return { ...reply, rows: reply.data.shipments, isLast: isLast(open, reply.data.shipments.length, reply.data.total) };
}

/** By `total` and by the page's length; never by `pages`, which the vendor's own samples show as 0. */
function isLast({ offset, size }: OpenList, count: number, total: number | null | undefined): boolean {
  return count < size || (typeof total === "number" && total > 0 && offset + count >= total);
}
