"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { useAnnounce } from "./live-region";

/** What a server action refuses, in words for a person. */
export interface ActionRefusal {
  code: string;
  message: string;
  nextStep?: string;
  field?: string;
}

export interface ActionAnswer<Data> {
  data?: Data;
  serverError?: ActionRefusal;
  validationErrors?: unknown;
}

export type Action<Input, Data = unknown> = (input: Input) => Promise<ActionAnswer<Data> | undefined>;

export interface UseActOptions<Data> {
  /** Said politely to screen readers when it worked. */
  done?: string | ((data: Data | undefined) => string);
  onDone?: (data: Data | undefined) => void;
}

const LOST = { code: "no_answer", message: "Dockbridge did not answer. Check whether the change was made before you repeat it." };
const INVALID = { code: "invalid_input", message: "Some of the values can't be used. Check the fields." };

/** Runs a server action from a control: pending, the refusal in place, the page drawn again with what is true afterwards. */
export function useAct<Input, Data>(action: Action<Input, Data>, options: UseActOptions<Data> = {}) {
  const router = useRouter();
  const announce = useAnnounce();
  const [refusal, setRefusal] = useState<ActionRefusal | null>(null);
  const [isPending, start] = useTransition();
  function run(input: Input) {
    start(async () => {
      setRefusal(null);
      const answer = await action(input).catch(() => ({ serverError: LOST }) as ActionAnswer<Data>);
      // A redirect ends the action without an answer.
      if (!answer) return;
      const refused = answer.serverError ?? (answer.validationErrors ? INVALID : null);
      if (refused) {
        setRefusal(refused);
        return;
      }
      const said = typeof options.done === "function" ? options.done(answer.data) : options.done;
      if (said) announce(said);
      options.onDone?.(answer.data);
      router.refresh();
    });
  }
  return { run, isPending, refusal, clear: () => setRefusal(null) };
}
