import type { Journal } from "../shared/journal";
import type { Subscription, WebhookEvent } from "./account-types";
import type { Switches } from "./switches";

/** What happened in the account and the path where a client can read it. */
export interface WebhookNotice {
  event: WebhookEvent;
  storeId: number | null;
  /** Path and query of `resource_url`, for one subscription. */
  path: (subscription: Subscription) => string;
}

interface Delivery {
  id: number;
  subscription: Subscription;
  body: { resource_url: string; resource_type: WebhookEvent };
  attempt: number;
  timer: NodeJS.Timeout | null;
}

export interface WebhookSender {
  notify(notice: WebhookNotice): void;
  /** Sends everything that waits, now; resolves when all answers are in. */
  flush(): Promise<number>;
  waiting(): { id: number; event: string; url: string; resourceUrl: string; attempt: number }[];
  clear(): void;
}

interface SenderOptions {
  switches: Switches;
  journal: Journal;
  subscriptions: () => Iterable<Subscription>;
  baseUrl: () => string;
}

const ANSWER_TIMEOUT_MS = 10_000;
/** How much longer every other delivery waits when they are to come out of order. */
const OUT_OF_ORDER_MS = 300;

async function post(delivery: Delivery): Promise<number | string> {
  try {
    const response = await fetch(delivery.subscription.targetUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(delivery.body),
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return response.status;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Delivers webhooks by real HTTP. Nothing here is signed: V1 has no signature. */
export function createWebhookSender({ switches, journal, subscriptions, baseUrl }: SenderOptions): WebhookSender {
  const pending = new Map<number, Delivery>();
  const flying = new Set<Promise<void>>();
  let nextId = 1;

  const send = async (delivery: Delivery): Promise<void> => {
    if (delivery.timer) clearTimeout(delivery.timer);
    pending.delete(delivery.id);
    const outcome = await post(delivery);
    const isDelivered = typeof outcome === "number" && outcome >= 200 && outcome < 300;
    const facts = { event: delivery.body.resource_type, url: delivery.subscription.targetUrl, resourceUrl: delivery.body.resource_url };
    journal.effect(isDelivered ? "webhook.delivered" : "webhook.failed", { ...facts, outcome, attempt: delivery.attempt });
    if (!isDelivered && delivery.attempt <= switches.webhookRetries) {
      schedule({ ...delivery, attempt: delivery.attempt + 1 }, switches.webhookRetryDelayMs);
    }
  };

  const launch = (delivery: Delivery): Promise<void> => {
    const flight = send(delivery).finally(() => flying.delete(flight));
    flying.add(flight);
    return flight;
  };

  const schedule = (delivery: Delivery, delayMs: number): void => {
    pending.set(delivery.id, delivery);
    // setTimeout can't hold more than 24 days; a longer wait only ends by a flush.
    delivery.timer = setTimeout(() => void launch(delivery), Math.min(delayMs, 2_000_000_000));
    delivery.timer.unref();
  };

  const enqueue = (subscription: Subscription, notice: WebhookNotice): void => {
    const body = { resource_url: `${switches.webhookHost ?? baseUrl()}${notice.path(subscription)}`, resource_type: notice.event };
    if (switches.webhookLoseNext > 0) {
      switches.webhookLoseNext -= 1;
      journal.effect("webhook.lost", { event: notice.event, url: subscription.targetUrl, resourceUrl: body.resource_url });
      return;
    }
    for (let copy = 0; copy < switches.webhookCopies; copy += 1) {
      const id = nextId++;
      const late = switches.webhookOutOfOrder && id % 2 === 1 ? OUT_OF_ORDER_MS : 0;
      schedule({ id, subscription, body, attempt: 1, timer: null }, switches.webhookDelayMs + late);
    }
  };

  return {
    notify(notice) {
      if (!switches.webhooks) return;
      for (const subscription of subscriptions()) {
        if (subscription.event !== notice.event) continue;
        if (subscription.storeId !== null && subscription.storeId !== notice.storeId) continue;
        enqueue(subscription, notice);
      }
    },
    async flush() {
      const due = [...pending.values()];
      if (switches.webhookOutOfOrder) due.reverse();
      for (const delivery of due) await launch(delivery);
      await Promise.all(flying);
      return due.length;
    },
    waiting: () =>
      [...pending.values()].map(({ id, subscription, body, attempt }) => ({
        id,
        event: body.resource_type,
        url: subscription.targetUrl,
        resourceUrl: body.resource_url,
        attempt,
      })),
    clear() {
      for (const { timer } of pending.values()) if (timer) clearTimeout(timer);
      pending.clear();
      nextId = 1;
    },
  };
}
