import { describe, expect, it } from "vitest";
import type { Problem } from "@/lib/api/schemas/problem";
import { groupProblems, waitingWords } from "./problem-groups";

function problem(over: Partial<Problem>): Problem {
  return {
    id: crypto.randomUUID(),
    code: "rejected",
    message: "Acumatica refused it.",
    owner: "operator",
    nextStep: "Correct it.",
    stops: "order",
    count: 1,
    since: "2026-11-20T10:00:00Z",
    lastSeenAt: "2026-11-20T10:00:00Z",
    nextAttemptAt: null,
    closedAt: null,
    connectionId: null,
    connectionName: null,
    storeId: null,
    warehouseId: null,
    key: "k",
    orders: [],
    ...over,
  };
}

describe("the list of problems", () => {
  it("stands in groups by who acts, and leaves empty groups out", () => {
    const groups = groupProblems([problem({ owner: "nobody" }), problem({ owner: "merchant_erp_admin" })]);
    expect(groups.map(group => group.key)).toEqual(["others", "itself"]);
  });

  it("puts what stops a whole direction first, then what holds most orders", () => {
    const [group] = groupProblems([problem({ count: 3 }), problem({ count: 37 }), problem({ count: 0, stops: "channel" })]);
    expect(group?.problems.map(one => one.count)).toEqual([0, 37, 3]);
    expect(group?.note).toBe("40 orders wait");
  });

  it("says what waits in words", () => {
    expect(waitingWords(problem({ count: 1 }))).toEqual({ figure: "1", note: "order waits" });
    expect(waitingWords(problem({ count: 0, stops: "channel" })).figure).toBe("Stopped");
  });
});
