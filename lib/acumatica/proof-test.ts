import { AppError } from "@/lib/core/errors";
import { BudgetError } from "@/lib/core/http-types";
import { AcumaticaError } from "./errors";
import { createProofStages } from "./proof-checks";
import { PROOF_STAGES, type ProofResult, type ProofTestOptions, type StageOutcome } from "./proof-stages";

/**
 * The staged check of a store: yields each line as soon as it is known, all thirteen, in order. It signs in afresh (one attempt with the password, as a
 * person asked for it) and otherwise only reads: no call of it can change a record. A failed stage that nothing can follow leaves the rest `ok: null`.
 * Never throws for what a store can get wrong; BudgetError becomes a `throttled` line.
 */
export async function* runProofTest(options: ProofTestOptions): AsyncGenerator<ProofResult, void, void> {
  const checks = createProofStages(options);
  let isOver = false;
  try {
    for (const stage of PROOF_STAGES) {
      const startedMs = options.clock.now().getTime();
      const outcome: StageOutcome = isOver ? NOT_REACHED : await attempt(checks[stage]);
      const { ends, ...line } = outcome;
      isOver ||= ends === true;
      yield { stage, ...line, durationMs: Math.max(0, options.clock.now().getTime() - startedMs) };
    }
  } finally {
    if (options.signOutAfter) await checks.signOut();
  }
}

const NOT_REACHED: StageOutcome = { ok: null, code: "not_reached", message: "Not tried, because an earlier line failed." };

async function attempt(check: () => Promise<StageOutcome>): Promise<StageOutcome> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof BudgetError) {
      const message = "The store's own throttle limit is used up for now, so this was not tried.";
      return { ok: false, code: "throttled", message, owner: "nobody", nextStep: "Run the test again in a minute.", ends: true };
    }
    if (!(error instanceof AppError)) throw error;
    const ends =
      error instanceof AcumaticaError && ["unreachable", "tls", "timeout", "throttled", "seat_limit", "user_refused"].includes(error.code);
    return {
      ok: false,
      code: error.code,
      message: error.userMessage,
      owner: error.owner,
      ...(error.nextStep ? { nextStep: error.nextStep } : {}),
      ends,
    };
  }
}
