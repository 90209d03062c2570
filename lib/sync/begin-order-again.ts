import type { Tx } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import { assertMove } from "@/lib/orders/order-status";
import { assignMappingProblems } from "./import/assign-mapping-problems";
import { OWN_HOLDS } from "./import/plan-order";
import { replaceOrders } from "./import/write-orders";
import { type ActionTarget, refuse } from "./order-changes";
import { loadMappingFacts, replanOrder } from "./replan-order";

/**
 * Begins an order again from the record kept with it: ready, or waiting for a match, or for a hold that Acumatica put on it. Returns the sentence for the timeline.
 * Throws ConflictError when Acumatica has ended or holds the order, or when an order that the warehouse has can't be sent again as it is.
 */
export async function beginOrderAgain(tx: Tx, scope: Scope, input: { order: ActionTarget; text: string }): Promise<string> {
  const { order } = input;
  const facts = await loadMappingFacts(tx, scope, order.connectionId);
  const plan = replanOrder(order, facts);
  if (!plan) throw refuse("The record kept with this order can't be read.", "Correct it in Acumatica; it is read again by itself.");
  const label = plan.order.statusLabel;
  if (plan.status === "cancelled")
    throw refuse(`Acumatica has ended this order (${label}).`, "Reopen it on Sales Orders (SO301000); it is read again by itself.");
  const isHeldThere = plan.status === "on_hold";
  if (isHeldThere && (order.status !== "on_hold" || OWN_HOLDS.includes(order.statusReason ?? "")))
    throw refuse(
      `Acumatica does not offer this order for shipping at present (${label}).`,
      "Release it in Acumatica; it goes on by itself after that.",
    );
  if (order.warehouseRef && plan.status !== "ready")
    throw refuse(`It can't be sent again: ${plan.reason}.`, "Add the match first, then try again. The warehouse keeps what it has.");
  if (plan.status !== order.status) assertMove(order.status, plan.status);
  await replaceOrders(tx, { scope, connection: facts.connection }, [plan]);
  await assignMappingProblems(tx, { scope, ...facts }, [plan]);
  return plan.status === "ready"
    ? input.text
    : `${input.text.replace(/\.$/, "")}: ${isHeldThere ? "Acumatica holds it now" : plan.reason}.`;
}
