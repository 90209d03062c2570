import type { AcumaticaError } from "./errors";

/** The sealed token pair of one store, opened. */
export interface StoredTokens {
  accessToken: string;
  refreshToken?: string;
  /** When we stop using the access token: a little before Acumatica does. */
  expiresAt: Date;
  /** Rises by one with each new pair. A caller that saw a 401 with generation n renews only while n is still the current one. */
  generation: number;
}

/** What became of one attempt to renew, decided while the lock was held. */
export type RenewOutcome =
  /** Another process has renewed already: the stored pair stands, nothing is saved. Only given when a pair is stored. */
  | { kind: "current" }
  /** Save this pair with the next generation and clear the remembered refusal. An absent refresh token clears the stored one. */
  | { kind: "renewed"; accessToken: string; refreshToken?: string; expiresAt: Date }
  /** Save the fingerprint; drop the stored pair unless it may still work (`keepTokens`); then throw `error`. */
  | { kind: "refused"; fingerprint: string; keepTokens: boolean; error: AcumaticaError };

/**
 * Where one store's tokens live. All processes share it.
 *
 * `renew` promises: (1) the store's row lock is held while `work` runs, and only one process runs `work` at a time; (2) `work` is given the pair
 * and the refusal as they are under the lock, not as they were before; (3) the outcome is committed before the lock is released and before `renew`
 * returns; (4) after `refused` the fingerprint is committed and `error` is thrown; (5) when `work` throws, nothing is saved and that error is thrown.
 */
export interface TokenStore {
  /** The stored pair, without waiting for a lock. Null before the first sign-in and after a refusal. */
  read(): Promise<StoredTokens | null>;
  /** Resolves with the pair that is stored afterwards. `refusedFingerprint` is opaque text: credentials with that fingerprint were refused. */
  renew(work: (current: StoredTokens | null, refusedFingerprint: string | null) => Promise<RenewOutcome>): Promise<StoredTokens>;
}
