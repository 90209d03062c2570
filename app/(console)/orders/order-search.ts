import { ORDER_VIEWS } from "@/components/patterns/order-status-record";
import { NotFoundError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import type { OrderListRequest } from "@/lib/db/orders";
import { getProblem } from "@/lib/db/problems";
import type { Scope } from "@/lib/db/scope";
import { ORDER_STATUSES, type OrderStatus } from "@/lib/orders/order-status";

/** The filters of the list, as they stand in the address. */
export interface OrderSearch {
  view?: string;
  q?: string;
  status?: string;
  connection?: string;
  problem?: string;
  at?: string;
}

type View = (typeof ORDER_VIEWS)[number];

/** Reads the address; what makes no sense is left out rather than refused, because people keep and share these links. */
export function toOrderRequest(search: OrderSearch): { view: View | null; viewKey: string; request: OrderListRequest } {
  const isAll = search.view === "all" || (search.q !== undefined && search.view === undefined);
  const view = isAll ? null : (ORDER_VIEWS.find(one => one.key === search.view) ?? ORDER_VIEWS[0]);
  const statuses = (search.status ?? "")
    .split(",")
    .filter((status): status is OrderStatus => (ORDER_STATUSES as string[]).includes(status));
  const statusFilter = statuses.length > 0 ? statuses : view ? [...view.statuses] : undefined;
  return {
    view,
    viewKey: view?.key ?? "all",
    request: {
      status: statusFilter,
      connectionId: idOrNothing(search.connection),
      problemId: idOrNothing(search.problem),
      q: search.q?.trim().slice(0, 100) || undefined,
    },
  };
}

const idOrNothing = (id: string | undefined) => (id && isId(id) ? id : undefined);

/** The words of the problem that the list is narrowed to. */
export async function readProblemName(scope: Scope, id: string | undefined): Promise<string | null> {
  if (!id) return null;
  try {
    return (await getProblem(scope, { id })).message;
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}
