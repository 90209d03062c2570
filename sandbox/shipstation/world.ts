import type { SandboxClock } from "../shared/clock";
import type { Journal } from "../shared/journal";
import type { OrderRecord } from "./order-types";
import { formatWall, toWall, type WallTime } from "./pacific-time";
import type { State } from "./state";
import type { Switches } from "./switches";
import type { WebhookSender } from "./webhook-sender";

/** What every part of the account works with. */
export interface World {
  state: State;
  switches: Switches;
  clock: SandboxClock;
  journal: Journal;
  webhooks: WebhookSender;
}

/** The account's time: Pacific, whatever the machine's zone. */
export function wallNow(world: World): WallTime {
  return toWall(world.clock.now());
}

/** Moves an order's `modifyDate`: any edit, label, void, tag or hold does. */
export function stampModified(world: World, record: OrderRecord): void {
  record.modifiedWall = wallNow(world);
  record.doc.modifyDate = formatWall(record.modifiedWall);
  world.state.ordersByModified.touch();
  world.state.noteHold(record);
}

/** Orders whose hold date has come go back to awaiting shipment, as the account does on its own. */
export function releaseDueHolds(world: World): void {
  if (world.state.heldIds.size === 0) return;
  const today = formatWall(wallNow(world)).slice(0, 10);
  for (const orderId of [...world.state.heldIds]) {
    const record = world.state.orders.get(orderId);
    if (!record?.doc.holdUntilDate || record.doc.holdUntilDate > today) continue;
    record.doc.orderStatus = "awaiting_shipment";
    record.doc.holdUntilDate = null;
    stampModified(world, record);
    world.journal.effect("order.released", { orderId, orderKey: record.doc.orderKey });
  }
}
