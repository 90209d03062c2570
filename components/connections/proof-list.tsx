import { Check, CircleAlert, Minus } from "lucide-react";
import type { Proof, ProofStage, WarehouseProof } from "@/lib/api/schemas/proof";
import { CopyButton } from "../patterns/copy-button";
import { OWNER_WORDS } from "../patterns/owner-words";
import { cx } from "../ui/cx";
import { Icon } from "../ui/icon";
import { STAGE_NAMES } from "./proof-words";

/** The stages of a check, in order. A red line is open by itself: what it says, who acts, the next step, and a message to copy. */
export function ProofList({ proof, system }: { proof: Proof | WarehouseProof; system: string }) {
  return (
    <ol className="border-line border-t">
      {proof.stages.map(stage => (
        <li key={stage.stage}>
          <Line stage={stage} />
          {!stage.ok && <Details stage={stage} system={system} />}
        </li>
      ))}
    </ol>
  );
}

function Line({ stage }: { stage: ProofStage }) {
  const isSkipped = stage.ok && (stage.code === "not_applicable" || stage.code === "skipped");
  const icon = !stage.ok ? CircleAlert : isSkipped ? Minus : Check;
  return (
    <div
      className={cx(
        "grid min-h-[30px] grid-cols-[20px_190px_minmax(0,1fr)] items-baseline gap-x-2 border-line border-b py-[5px] max-md:grid-cols-[20px_minmax(0,1fr)]",
        !stage.ok && "border-l-2 border-l-bad-mark bg-bad-soft pl-2",
      )}
    >
      <Icon of={icon} size={14} className={cx("relative top-0.5", !stage.ok ? "text-bad" : isSkipped ? "text-ink-3" : "text-ok")} />
      <span className={cx("font-medium", !stage.ok && "text-bad")}>
        {STAGE_NAMES[stage.stage]}
        <span className="sr-only">{!stage.ok ? ": failed" : isSkipped ? ": not applicable" : ": passed"}</span>
      </span>
      <span className={cx("min-w-0 break-words max-md:col-start-2", stage.ok ? "text-ink-2" : "text-bad")}>{stage.message}</span>
    </div>
  );
}

function Details({ stage, system }: { stage: ProofStage; system: string }) {
  const owner = OWNER_WORDS[stage.owner ?? "operator"];
  const message =
    `Dockbridge could not finish its check of ${system}. Step "${STAGE_NAMES[stage.stage]}": ${stage.message ?? "refused"} ${stage.nextStep ?? ""}`.trim();
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-2 border-line border-b border-l-2 border-l-bad-mark py-3 pl-[30px]">
      <dl className="grid max-w-[560px] grid-cols-[88px_minmax(0,1fr)] gap-x-4 gap-y-1">
        <dt className="text-ink-3">Who acts</dt>
        <dd>
          <span className="font-medium">{owner.who}</span>, {owner.note}
        </dd>
        {stage.nextStep && (
          <>
            <dt className="text-ink-3">Next step</dt>
            <dd>{stage.nextStep}</dd>
          </>
        )}
      </dl>
      <CopyButton label="Copy message" text={message} />
    </div>
  );
}
