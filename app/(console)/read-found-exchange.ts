import type { FoundExchange } from "@/components/patterns/event-sheet";
import type { OrderEvent } from "@/lib/api/schemas/order";
import { NotFoundError } from "@/lib/core/errors";
import { getExchange } from "@/lib/db/exchanges";
import type { PageContext } from "./guard-page";

/** The recorded exchange of the event that the address names, for those who may read exchanges. */
export async function readFoundExchange(
  { scope, may }: PageContext,
  request: { events: OrderEvent[]; eventId?: string },
): Promise<FoundExchange> {
  const event = request.events.find(one => one.id === request.eventId);
  if (!event?.exchangeId || !may("exchanges:read")) return null;
  try {
    return { eventId: event.id, exchange: await getExchange(scope, { id: event.exchangeId }) };
  } catch (error) {
    if (error instanceof NotFoundError) return { eventId: event.id, exchange: "gone" };
    throw error;
  }
}
