"use client";
import Link from "next/link";
import type { Order } from "@/lib/api/schemas/order";
import { CopyButton } from "../patterns/copy-button";
import { FailureStrip } from "../patterns/failure-strip";
import { OWNER_WORDS } from "../patterns/owner-words";
import { Time } from "../patterns/time";

const LATE_WORDS: Record<string, string> = {
  edited: "The order was changed in Acumatica after the warehouse accepted it.",
  cancelled: "The order was cancelled in Acumatica after the warehouse accepted it.",
  held: "The order was put on hold in Acumatica after the warehouse accepted it.",
  finished: "The order was finished in Acumatica while the warehouse still has it.",
};

/** What this order waits for, if it waits for somebody, and what changed behind the warehouse's back. */
export function OrderStrip({ order }: { order: Order }) {
  const problem = order.problem ?? order.writeBacks.find(entry => entry.problem)?.problem ?? null;
  const lateKind = typeof order.lateChange?.kind === "string" ? order.lateChange.kind : null;
  if (problem) {
    const owner = OWNER_WORDS[problem.owner];
    return (
      <FailureStrip
        tone={problem.owner === "nobody" ? "info" : order.status === "attention" ? "bad" : "warn"}
        title={problem.message}
        text="Only this step waits. Nothing is lost, and other orders keep moving."
        who={owner.who}
        whoNote={owner.note}
        nextStep={problem.nextStep}
        nextTry={
          problem.nextAttemptAt && (
            <>
              We try again at <Time at={problem.nextAttemptAt} withZone />.
            </>
          )
        }
        actions={
          <>
            <CopyButton label="Copy message" text={`Order ${order.number}: ${problem.message} ${problem.nextStep}`} />
            <Link href={`/orders?view=all&problem=${problem.id}`} className="link px-2 text-help leading-[26px]">
              Others like it
            </Link>
          </>
        }
      />
    );
  }
  if (!lateKind) return null;
  return (
    <FailureStrip
      tone="warn"
      title={LATE_WORDS[lateKind] ?? "The order changed in Acumatica after the warehouse accepted it."}
      text="The warehouse still has the order as it was."
      who={OWNER_WORDS.operator.who}
      whoNote="together with the merchant"
      nextStep={
        lateKind === "edited" ? "Retry sends the change; or let it ship as it is." : "Cancel it at the warehouse, or let it ship as it is."
      }
    />
  );
}
