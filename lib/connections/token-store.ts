import type { AcumaticaError } from "@/lib/acumatica/errors";
import type { StoredTokens, TokenStore } from "@/lib/acumatica/token-store";
import { type AccessTokens, changeTokens, readTokenState, type TokenChange } from "@/lib/db/access-tokens";
import type { Scope } from "@/lib/db/scope";
import type { Runtime } from "./runtime";

/**
 * The token pair of one store in the database, sealed. All processes share it: a renewal holds the row's lock, is committed before the lock goes, and a
 * refusal marks the store, so that nobody tries the same credentials again.
 */
export function createTokenStore(scope: Scope, options: { storeId: string; runtime: Pick<Runtime, "vault" | "clock"> }): TokenStore {
  const { storeId, runtime } = options;
  const key = { storeId, vault: runtime.vault };
  return {
    async read() {
      const { tokens } = await readTokenState(scope, key);
      return tokens && reveal(tokens);
    },
    async renew(work) {
      const settled = await changeTokens<{ tokens: StoredTokens } | { error: AcumaticaError }>(scope, key, async state => {
        const current = state.tokens && reveal(state.tokens);
        const outcome = await work(current, state.refusedFingerprint);
        if (outcome.kind === "current") {
          if (!current) throw new Error("a renewal kept a pair that is not stored");
          return { change: { kind: "keep" }, result: { tokens: current } };
        }
        if (outcome.kind === "refused") return { change: toRefusal(outcome, runtime.clock.now()), result: { error: outcome.error } };
        const { accessToken, refreshToken, expiresAt } = outcome;
        const tokens: StoredTokens = { accessToken, refreshToken, expiresAt, generation: state.generation + 1 };
        const change = { accessToken, refreshToken: refreshToken ?? null, expiresAt, obtainedAt: runtime.clock.now() };
        return { change: { kind: "save", ...change }, result: { tokens } };
      });
      if ("error" in settled) throw settled.error;
      return settled.tokens;
    },
  };
}

function toRefusal(outcome: { fingerprint: string; keepTokens: boolean; error: AcumaticaError }, at: Date): TokenChange {
  const { code, userMessage, owner, nextStep } = outcome.error;
  const refusal = { code, message: userMessage, owner, nextStep: nextStep ?? null };
  return { kind: "refuse", fingerprint: outcome.fingerprint, dropTokens: !outcome.keepTokens, at, refusal };
}

function reveal({ accessToken, refreshToken, expiresAt, generation }: AccessTokens): StoredTokens {
  const pair = { accessToken: accessToken.reveal(), expiresAt, generation };
  return refreshToken ? { ...pair, refreshToken: refreshToken.reveal() } : pair;
}
