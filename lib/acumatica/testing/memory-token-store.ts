import type { StoredTokens, TokenStore } from "../token-store";

export interface MemoryTokenStore extends TokenStore {
  state(): { tokens: StoredTokens | null; refusedFingerprint: string | null };
}

/** The promises of TokenStore kept in memory: a lock, and the outcome saved before it goes. Several sessions over one store stand for several processes. */
export function createMemoryTokenStore(initial: StoredTokens | null = null): MemoryTokenStore {
  let tokens = initial;
  let refusedFingerprint: string | null = null;
  let generation = initial?.generation ?? 0;
  let queue: Promise<unknown> = Promise.resolve();

  const settle = async (work: Parameters<TokenStore["renew"]>[0]): Promise<StoredTokens> => {
    const outcome = await work(tokens, refusedFingerprint);
    if (outcome.kind === "refused") {
      refusedFingerprint = outcome.fingerprint;
      if (!outcome.keepTokens) tokens = null;
      throw outcome.error;
    }
    if (outcome.kind === "renewed") {
      generation += 1;
      refusedFingerprint = null;
      const { kind: _kind, ...pair } = outcome;
      tokens = { ...pair, generation };
    }
    if (tokens === null) throw new Error("a renewal kept a pair that is not stored");
    return tokens;
  };

  return {
    read: async () => tokens,
    renew(work) {
      const turn = queue.then(() => settle(work));
      queue = turn.catch(() => undefined);
      return turn;
    },
    state: () => ({ tokens, refusedFingerprint }),
  };
}
