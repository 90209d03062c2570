"use client";
import { ChevronRight, SearchCheck } from "lucide-react";
import type { Proof, WarehouseProof } from "@/lib/api/schemas/proof";
import { RefusalNote } from "../patterns/refusal-note";
import { Section } from "../patterns/section";
import { Time } from "../patterns/time";
import { type Action, useAct } from "../patterns/use-act";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { ProofList } from "./proof-list";

export type RunProof = Action<{ id: string }, Proof | WarehouseProof>;

export interface ProofPanelProps {
  id: string;
  /** The other system's name: "Acumatica". */
  system: string;
  proof: Proof | WarehouseProof | null;
  canTest: boolean;
  onTest: RunProof;
  title?: string;
}

/** The staged check and its last result. It reads only; nothing is written to the other system. */
export function ProofPanel({ id, system, proof, canTest, onTest, title = "Proof test" }: ProofPanelProps) {
  const act = useAct(onTest, {
    done: result => (result?.ok ? `${system}: every stage passed` : `${system}: the check found something to fix`),
  });
  const failed = proof?.stages.filter(stage => !stage.ok).length ?? 0;
  const note = proof ? (
    <>
      {proof.ok && failed === 0 ? "Passed" : `${failed} of ${proof.stages.length} failed`}, <Time at={proof.at} withZone />
    </>
  ) : (
    "Not run yet. It reads only; nothing is written."
  );
  return (
    <Section
      title={title}
      note={act.isPending ? `Asking ${system}…` : note}
      aside={
        canTest && (
          <Button size="sm" disabled={act.isPending} onClick={() => act.run({ id })} icon={<Icon of={SearchCheck} size={14} />}>
            {act.isPending ? "Checking…" : proof ? "Check again" : "Run the proof test"}
          </Button>
        )
      }
    >
      <RefusalNote refusal={act.refusal} className="mb-2" />
      {proof && (
        <div aria-busy={act.isPending} className={act.isPending ? "opacity-55" : undefined}>
          <details className="group" open={failed > 0}>
            <summary className="flex h-9 list-none items-center gap-2 border-line border-t rounded-seg [&::-webkit-details-marker]:hidden">
              <Icon of={ChevronRight} size={14} className="text-ink-3 transition-transform group-open:rotate-90" />
              {failed === 0
                ? `${proof.stages.length} stages passed`
                : `${proof.stages.length - failed} of ${proof.stages.length} stages passed`}
            </summary>
            <ProofList proof={proof} system={system} />
          </details>
        </div>
      )}
    </Section>
  );
}
