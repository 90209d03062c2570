import { AppError, type Owner, type RetryHint } from "@/lib/core/errors";
import type { WarehouseErrorCode } from "./contract";

const PLAN: Record<WarehouseErrorCode, { retry: RetryHint; owner: Owner; nextStep: string }> = {
  key_refused: { retry: { kind: "never" }, owner: "operator", nextStep: "Enter a current API key and secret under Warehouses." },
  forbidden: {
    retry: { kind: "never" },
    owner: "operator",
    nextStep: "Use a key of an account that may read and write orders and shipments.",
  },
  throttled: { retry: { kind: "after", afterMs: 60_000 }, owner: "nobody", nextStep: "Nothing to do: we go on when the limit allows it." },
  rejected: { retry: { kind: "never" }, owner: "operator", nextStep: "Correct the order, then retry it." },
  address_incomplete: {
    retry: { kind: "never" },
    owner: "merchant",
    nextStep: "Complete the address in Acumatica; the order is read again by itself.",
  },
  already_final: {
    retry: { kind: "never" },
    owner: "operator",
    nextStep: "The warehouse has finished this order; decide with the merchant.",
  },
  unreachable: { retry: { kind: "after" }, owner: "nobody", nextStep: "Nothing to do: we try again." },
  timeout: { retry: { kind: "after" }, owner: "nobody", nextStep: "Nothing to do: we try again." },
  unexpected: {
    retry: { kind: "after" },
    owner: "dockbridge",
    nextStep: "We try again; if it stays, report it with the reference of the exchange.",
  },
};

/** A call to a warehouse failed as a whole. `outcomeUnknown`: the vendor may have acted all the same. */
export class WarehouseError extends AppError {
  declare readonly code: WarehouseErrorCode;
  readonly outcomeUnknown: boolean;
  readonly exchangeId: string | undefined;

  constructor(options: {
    code: WarehouseErrorCode;
    message: string;
    userMessage?: string;
    outcomeUnknown?: boolean;
    retryAfterMs?: number;
    /** Default: what the code says. */
    retry?: RetryHint;
    owner?: Owner;
    nextStep?: string;
    exchangeId?: string;
    field?: string;
    cause?: unknown;
  }) {
    const plan = PLAN[options.code];
    const retry: RetryHint =
      options.retryAfterMs === undefined ? (options.retry ?? plan.retry) : { kind: "after", afterMs: options.retryAfterMs };
    super({ ...options, owner: options.owner ?? plan.owner, nextStep: options.nextStep ?? plan.nextStep, retry });
    this.outcomeUnknown = options.outcomeUnknown ?? false;
    this.exchangeId = options.exchangeId;
  }
}
