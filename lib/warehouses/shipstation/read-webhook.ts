import { createHash } from "node:crypto";
import { z } from "zod";
import type { WebhookReading } from "../contract";

const BODY_BYTES_MAX = 64 * 1024;
/** ShipStation names shards: `ssapi11.shipstation.com`. */
const VENDOR_HOST = /^ssapi\d*\.shipstation\.com$/;

const nudgeSchema = z.object({ resource_url: z.string().max(2_000), resource_type: z.string().max(100) });

const LOOK: Record<string, "shipments" | "orders"> = {
  SHIP_NOTIFY: "shipments",
  ITEM_SHIP_NOTIFY: "shipments",
  FULFILLMENT_SHIPPED: "shipments",
  FULFILLMENT_REJECTED: "orders",
  ORDER_NOTIFY: "orders",
  ITEM_ORDER_NOTIFY: "orders",
};

/**
 * Reads a delivery as a nudge and nothing more. ShipStation V1 signs nothing, so two fields are read and none is believed: `resource_url` is never fetched
 * (a forged one would carry our key to the forger); its host only tells a delivery that could be the vendor's from one that can't.
 */
export function readWebhook(delivery: { rawBody: string; baseUrl?: string }): WebhookReading {
  if (Buffer.byteLength(delivery.rawBody) > BODY_BYTES_MAX) return { kind: "rejected", reason: "The body is larger than 64 KB." };
  const nudge = parseNudge(delivery.rawBody);
  if (!nudge) return { kind: "rejected", reason: "The body is not a ShipStation webhook." };
  if (!isVendorUrl(nudge.resource_url, delivery.baseUrl))
    return { kind: "rejected", reason: "The resource is not on a ShipStation address." };
  const what = Object.hasOwn(LOOK, nudge.resource_type) ? LOOK[nudge.resource_type] : undefined;
  if (!what) return { kind: "ignored", reason: "We do not act on this kind of webhook." };
  const deliveryKey = createHash("sha256").update(`${nudge.resource_type} ${nudge.resource_url}`).digest("hex");
  return { kind: "look", deliveryKey, what };
}

function parseNudge(rawBody: string): z.infer<typeof nudgeSchema> | null {
  try {
    return nudgeSchema.safeParse(JSON.parse(rawBody)).data ?? null;
  } catch {
    return null;
  }
}

function isVendorUrl(text: string, baseUrl: string | undefined): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username || url.password) return false;
  if (url.protocol === "https:" && url.port === "" && VENDOR_HOST.test(url.hostname)) return true;
  return baseUrl !== undefined && URL.canParse(baseUrl) && url.origin === new URL(baseUrl).origin;
}
