import type { Tx } from "@/lib/db/client";
import { warehouseBudgetKey } from "@/lib/db/health-facts";

interface PrefixRequest {
  workspaceId: string;
  storeId: string;
  storeName: string;
  warehouseId: string;
  /** What a person typed, also blank; undefined: choose. */
  asked: string | undefined;
}

const LETTERS_MAX = 4;

/**
 * Blank while this store has the warehouse account for itself. Otherwise letters of the store's name with a dash, e.g. `KNOX-`, different from every other
 * prefix there. The account counts, not our row: one API key entered as two warehouses is one list of order numbers.
 */
export async function choosePrefix(tx: Tx, request: PrefixRequest): Promise<string> {
  if (request.asked !== undefined) return request.asked;
  const { workspaceId, warehouseId, storeId } = request;
  const warehouses = await tx.warehouse.findMany({ where: { workspaceId }, select: { id: true, settings: true } });
  const account = warehouses.find(warehouse => warehouse.id === warehouseId);
  const key = account && warehouseBudgetKey(account);
  const shared = warehouses.filter(warehouse => warehouseBudgetKey(warehouse) === key).map(warehouse => warehouse.id);
  const others = await tx.connection.findMany({
    where: { workspaceId, warehouseId: { in: shared }, storeId: { not: storeId } },
    select: { orderPrefix: true },
  });
  if (others.length === 0) return "";
  return freePrefix(request.storeName, new Set(others.map(other => other.orderPrefix.toUpperCase())));
}

/** Letters and digits of the name; then with a number, until nobody has it. */
export function freePrefix(storeName: string, taken: ReadonlySet<string>): string {
  const plain = storeName
    .normalize("NFKD")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "");
  const stem = plain.slice(0, LETTERS_MAX) || "S";
  for (let number = 1; ; number++) {
    const prefix = number === 1 ? `${stem}-` : `${stem}${number}-`;
    if (!taken.has(prefix)) return prefix;
  }
}
