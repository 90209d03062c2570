import type { Quantity } from "@/lib/core/quantity";
import type { OrderStatus, WriteBackStatus } from "@/lib/orders/order-status";
import type { OrderMode } from "@/lib/orders/source-order";

/** A ledger entry that this process holds, with all it needs to act. */
export interface LedgerEntry {
  id: string;
  /** Fence: a settle carries it, and is refused when another process has taken the entry since. */
  leaseNo: number;
  action: "write" | "undo";
  /** The answer to an earlier write was lost, or its holder died: nothing may be written before two looks. False again once they settled it. */
  isInDoubt: boolean;
  looks: number;
  attempts: number;
  reference: string;
  erpWarehouseId: string;
  target: string | null;
  writtenAt: Date | null;
  confirmedAt: Date | null;
  operationUrl: string | null;
  operationStartedAt: Date | null;
  order: {
    id: string;
    number: string;
    mode: OrderMode;
    status: OrderStatus;
    /** `SO/SO004512`, or the shipment number. */
    sourceKey: string;
    isFullyShipped: boolean;
  };
  shipment: { id: string; externalId: string; carrier: string | null; service: string | null; shippedAt: Date };
  /** Goods this entry carries; empty for a second box of goods that another entry carries. */
  lines: { lineRef: string; sku: string; quantity: Quantity; uom: string | null }[];
  packages: { id: string; trackingNumber: string; weight: Quantity | null; weightUnit: string | null }[];
  siblings: LedgerSibling[];
}

export interface LedgerSibling {
  id: string;
  action: "write" | "undo";
  status: WriteBackStatus;
  target: string | null;
  writtenAt: Date | null;
  confirmedAt: Date | null;
  reference: string;
  erpWarehouseId: string;
  hasGoods: boolean;
  createdAtWarehouse: Date;
}

/** What one step of an entry came to. */
export type StepResult =
  | { next: "done"; target: string | null; confirmed: boolean; text: string; exchangeId?: string }
  /** Again later, by itself; says what for. */
  | {
      next: "waiting";
      reason: string;
      delayMs: number;
      problem?: EntryProblem;
      operationUrl?: string | null /** Not worth a line in the order's timeline. */;
      isQuiet?: boolean;
    }
  | { next: "in_doubt"; reason: string; delayMs: number; problem?: EntryProblem; exchangeId?: string }
  | { next: "attention"; reason: string; problem: EntryProblem; retryMs?: number; exchangeId?: string };

export interface EntryProblem {
  code: string;
  subject?: string;
  message: string;
  owner: "merchant" | "merchant_erp_admin" | "operator" | "nobody" | "dockbridge";
  nextStep: string;
}
