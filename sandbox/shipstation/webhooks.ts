import { type Subscription, WEBHOOK_EVENTS } from "./account-types";
import { asNumber, asText, type Json } from "./json-fields";
import { notFound, ruleError } from "./vendor-error";
import type { World } from "./world";

const SELLER_ID = 100_000;

function classicFields({ id, storeId, event, targetUrl, name }: Subscription): object {
  return {
    IsLabelAPIHook: false,
    WebHookID: id,
    SellerID: SELLER_ID,
    StoreID: storeId,
    HookType: event,
    MessageFormat: "Json",
    Url: targetUrl,
    Name: name,
    BulkCopyBatchID: null,
    BulkCopyRecordID: null,
    Active: true,
    WebhookLogs: [],
    Seller: null,
    Store: null,
  };
}

/** POST /webhooks/subscribe; the two documentations disagree about the answer, so there is a switch. @throws VendorError */
export function subscribe(world: World, body: Json): object {
  const targetUrl = asText(body.target_url) ?? "";
  if (targetUrl === "") throw ruleError("'target_url' must not be empty.");
  if (!URL.canParse(targetUrl) || !/^https?:$/.test(new URL(targetUrl).protocol)) throw ruleError("'target_url' is not a valid URL.");
  const event = WEBHOOK_EVENTS.find(entry => entry === asText(body.event));
  if (!event) throw ruleError(`'event' must be one of ${WEBHOOK_EVENTS.join(", ")}.`);
  const storeId = asNumber(body.store_id);
  if (storeId !== null && !world.state.stores.some(store => store.storeId === storeId)) throw ruleError(`Store ${storeId} does not exist.`);
  const subscription: Subscription = { id: world.state.next("webhook"), event, targetUrl, storeId, name: asText(body.friendly_name) };
  world.state.webhooks.set(subscription.id, subscription);
  world.journal.effect("webhook.subscribed", { id: subscription.id, event, url: targetUrl, storeId });
  if (world.switches.subscribeAnswer === "id") return { id: subscription.id };
  return { WebHookID: subscription.id, HookType: event, Url: targetUrl, Name: subscription.name };
}

/** GET /webhooks, in the classic Pascal case. */
export function listWebhooks(world: World): object {
  return { webhooks: [...world.state.webhooks.values()].map(classicFields) };
}

/** DELETE /webhooks/{id}: answered with an empty body. @throws VendorError 404 */
export function unsubscribe(world: World, id: number): void {
  if (!world.state.webhooks.delete(id)) throw notFound("webhook");
  world.journal.effect("webhook.unsubscribed", { id });
}
