import { CircleAlert, CircleCheck, CircleDashed, type LucideIcon, SearchCheck, Send } from "lucide-react";
import type { Order } from "@/lib/api/schemas/order";

export type WriteBack = Order["writeBacks"][number];

export interface WriteBackLook {
  word: (entry: WriteBack) => string;
  icon: LucideIcon;
  tone: string;
  sentence: string;
}

/** What an entry of the write ledger shows; a status without a look does not compile. */
export const WRITE_BACK_LOOKS: Record<WriteBack["status"], WriteBackLook> = {
  waiting: {
    word: entry => (entry.writtenAt ? "Written, to confirm" : "Waiting"),
    icon: CircleDashed,
    tone: "text-ink-3",
    sentence: "It is written as soon as its turn comes.",
  },
  sending: { word: () => "Being written", icon: Send, tone: "text-accent", sentence: "Acumatica is being told right now." },
  in_doubt: {
    word: () => "Checking",
    icon: SearchCheck,
    tone: "text-info",
    sentence: "We don't yet know whether Acumatica saved the shipment. We look before trying again.",
  },
  done: {
    word: entry => (entry.action === "undo" ? "Taken out" : entry.confirmedAt ? "Done, confirmed" : "Done"),
    icon: CircleCheck,
    tone: "text-ok",
    sentence: "Acumatica carries it; we have read it back.",
  },
  attention: {
    word: () => "Needs attention",
    icon: CircleAlert,
    tone: "text-bad",
    sentence: "A person must act; the problem says who and what.",
  },
};

export interface WriteStep {
  word: string;
  at: string | null;
  state: "done" | "now" | "todo";
}

/** The steps of one entry: written, confirmed, read back. What is known, nothing guessed. */
export function writeSteps(entry: WriteBack): WriteStep[] {
  const steps: WriteStep[] = [];
  if (entry.writtenAt) steps.push({ word: entry.action === "undo" ? "taken out" : "written", at: entry.writtenAt, state: "done" });
  else if (entry.status === "in_doubt") steps.push({ word: "sent, no answer", at: entry.statusSince, state: "now" });
  else if (entry.status === "sending") steps.push({ word: "sending", at: entry.statusSince, state: "now" });
  else steps.push({ word: "not written yet", at: null, state: "todo" });
  if (entry.confirmedAt) steps.push({ word: "confirmed", at: entry.confirmedAt, state: "done" });
  if (entry.doneAt) steps.push({ word: "read back", at: entry.doneAt, state: "done" });
  return steps;
}
