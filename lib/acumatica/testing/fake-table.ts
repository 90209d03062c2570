import type { Reply, SeenRequest } from "./fake-instance";

/** One order of a fake instance: what a list and a read by key give. */
export interface FakeOrder {
  number: string;
  stampMs: number;
  status?: string;
  record?: Record<string, unknown>;
}

export function salesOrder({ number, stampMs, status = "Open", record = {} }: FakeOrder): Record<string, unknown> {
  return {
    id: `id-${number}`,
    OrderType: { value: "SO" },
    OrderNbr: { value: number },
    Status: { value: status },
    LastModified: { value: new Date(stampMs).toISOString().replace("Z", "+00:00") },
    Details: [{ LineNbr: { value: 1 }, InventoryID: { value: "WIDGET-01" }, OrderQty: { value: 2.0 }, OpenQty: { value: 2.0 } }],
    ...record,
  };
}

/** Answers SalesOrder lists (`$filter` on LastModified, `$top`, `$skip`, `$expand`) and reads by key from a table that the test may change at any time. */
export function answerFrom(table: Map<string, FakeOrder>, order: (rows: FakeOrder[]) => FakeOrder[] = rows => rows) {
  return (request: SeenRequest): Reply => {
    const key = /\/SalesOrder\/SO\/([^/]+)$/.exec(request.path)?.[1];
    if (key !== undefined) {
      const found = table.get(key);
      if (found !== undefined) return { body: salesOrder(found) };
      return {
        status: 500,
        body: {
          exceptionMessage: "No entity satisfies the condition.",
          exceptionType: "PX.Api.ContractBased.NoEntitySatisfiesTheConditionException",
        },
      };
    }
    const filter = request.query.get("$filter") ?? "";
    const bound = (operator: string) => {
      const literal = new RegExp(`LastModified ${operator} datetimeoffset'([^']+)'`).exec(filter)?.[1];
      return literal === undefined ? null : Date.parse(literal);
    };
    const [from, until] = [bound("ge"), bound("lt")];
    const inside = [...table.values()].filter(
      row =>
        (from === null || row.stampMs >= from) &&
        (until === null || row.stampMs < until) &&
        (!filter.includes("Status eq 'Open'") || (row.status ?? "Open") === "Open"),
    );
    const skip = Number(request.query.get("$skip") ?? 0);
    const page = order(inside).slice(skip, skip + Number(request.query.get("$top")));
    const isExpanded = request.query.get("$expand")?.includes("Details") ?? false;
    return {
      body: page.map(row => {
        const { Details, ...plain } = salesOrder(row);
        return isExpanded ? { ...plain, Details } : plain;
      }),
    };
  };
}
