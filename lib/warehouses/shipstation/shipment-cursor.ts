import { z } from "zod";

/**
 * Where collecting stands. ShipStation V1 has no "changed since" for shipments, so three lists are read one after the other: labels by creation, labels by
 * voiding, fulfilments by creation. `marks` says up to when each list was seen whole; `open` is the list being paged now.
 *
 * | field | written when | then |
 * |---|---|---|
 * | open | a list is begun | the next list follows when its last page was read |
 * | open.offset | a page was read, or one record was passed over | rows before it are saved |
 * | open.size | the vendor failed on a page (smaller), or read one well (larger) | offset stays a multiple of it |
 * | marks[stream] | the last page was read | the next poll begins there, minus an overlap |
 */
const STREAMS = ["labels", "voids", "fulfilments"] as const;
export type Stream = (typeof STREAMS)[number];

const openSchema = z.object({
  stream: z.enum(STREAMS),
  from: z.iso.datetime(),
  /** The mark this list gets when it is done: the server's time before its first page. Null until that page was read. */
  startedAt: z.iso.datetime().nullable(),
  offset: z.int().min(0),
  size: z.int().min(1).max(500),
});

const cursorSchema = z.object({
  v: z.literal(1),
  marks: z.object({ labels: z.iso.datetime(), voids: z.iso.datetime(), fulfilments: z.iso.datetime() }),
  open: openSchema.nullable(),
  /** Order keys found for fulfilments a short while ago, by order id: overlapping windows would ask for them again. */
  keys: z.array(z.tuple([z.string(), z.string()])),
});

export type OpenList = z.infer<typeof openSchema>;
export type ShipmentCursor = z.infer<typeof cursorSchema>;

/** Each divides the one before, so that a smaller page begins where a larger one would, and growing back never reads a bad record again. */
const SIZES: Record<Stream, readonly number[]> = {
  labels: [500, 250, 125, 25, 5, 1],
  voids: [500, 250, 125, 25, 5, 1],
  fulfilments: [25, 5, 1],
};

/** A cursor of ours, or the beginning: also for a saved one that can't be read, because reading again is harmless and missing is not. */
export function readCursor(saved: unknown, since: Date): ShipmentCursor {
  const parsed = cursorSchema.safeParse(saved);
  if (parsed.success) return parsed.data;
  const from = since.toISOString();
  return { v: 1, marks: { labels: from, voids: from, fulfilments: from }, open: null, keys: [] };
}

export function beginList(stream: Stream, from: Date): OpenList {
  return { stream, from: from.toISOString(), startedAt: null, offset: 0, size: SIZES[stream][0] ?? 1 };
}

export const firstStream: Stream = STREAMS[0];

export function streamAfter(stream: Stream): Stream | undefined {
  return STREAMS[STREAMS.indexOf(stream) + 1];
}

/** The next smaller page at the same place; null when it is already one record. */
export function shrink(open: OpenList): OpenList | null {
  const smaller = SIZES[open.stream].find(size => size < open.size);
  return smaller === undefined ? null : { ...open, size: smaller };
}

/** The place after `count` more rows, with the largest page that can begin there and is at most one step larger. */
export function advance(open: OpenList, count: number): OpenList {
  const offset = open.offset + count;
  const sizes = SIZES[open.stream];
  const larger = sizes[sizes.indexOf(open.size) - 1];
  return { ...open, offset, size: larger !== undefined && offset % larger === 0 ? larger : open.size };
}
