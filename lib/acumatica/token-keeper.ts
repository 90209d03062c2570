import type { Clock } from "@/lib/core/clock";
import type { HttpClient } from "@/lib/core/http-types";
import { type AcumaticaCredentials, REFUSALS, refusalFingerprint, rememberedRefusal } from "./credentials";
import { AcumaticaError } from "./errors";
import { signOutQuietly } from "./sign-out";
import { requestToken, type TokenGrant } from "./token-endpoint";
import type { RenewOutcome, StoredTokens, TokenStore } from "./token-store";

export interface TokenKeeperOptions {
  http: HttpClient;
  clock: Clock;
  tokens: TokenStore;
  credentials: AcumaticaCredentials;
  baseUrl: string;
  scope: string;
}

export interface TokenKeeper {
  /** A pair that is good for now; signs in when there is none. */
  get(): Promise<StoredTokens>;
  /** A pair newer than one that Acumatica answered with 401. */
  replace(dead: StoredTokens): Promise<StoredTokens>;
  /** A pair asked for with the password just now. */
  signInFresh(): Promise<StoredTokens>;
  /** The pair this process used last, without asking the store. */
  known(): StoredTokens | null;
}

/** How much before its end a token is given up: a minute, or a tenth of a short life. */
const MARGIN_MS = 60_000;

/**
 * Keeps one token pair for all processes. A pair is renewed under the store's lock and only while it is still the one the caller saw, so four
 * processes that meet one expiry make one call. Refresh first; a dead refresh token is followed by one password grant; a refused password is remembered.
 */
export function createTokenKeeper(options: TokenKeeperOptions): TokenKeeper {
  const { clock, tokens } = options;
  let known: StoredTokens | null = null;
  let renewing: Promise<StoredTokens> | null = null;
  const isUsable = (pair: StoredTokens | null): pair is StoredTokens => pair !== null && pair.expiresAt.getTime() > clock.now().getTime();

  const renewOnce = (work: Parameters<TokenStore["renew"]>[0]): Promise<StoredTokens> => {
    renewing ??= tokens.renew(work).finally(() => {
      renewing = null;
    });
    return renewing;
  };
  const renew = async (seenDead: StoredTokens | null): Promise<StoredTokens> => {
    known = await renewOnce(async (current, refused) => {
      if (isUsable(current) && current.generation !== seenDead?.generation) return { kind: "current" };
      return renewPair(options, { current, refused });
    });
    return known;
  };

  return {
    known: () => known,
    async get() {
      if (isUsable(known)) return known;
      known = await tokens.read();
      return isUsable(known) ? known : renew(null);
    },
    async replace(dead) {
      known = await tokens.read();
      return isUsable(known) && known.generation !== dead.generation ? known : renew(dead);
    },
    async signInFresh() {
      await renewing?.catch(() => undefined);
      known = await renewOnce(async current => {
        if (current !== null) await signOutQuietly({ http: options.http, baseUrl: options.baseUrl, accessToken: current.accessToken });
        return askWithPassword(options, { keepTokens: true });
      });
      return known;
    },
  };
}

async function renewPair(
  options: TokenKeeperOptions,
  state: { current: StoredTokens | null; refused: string | null },
): Promise<RenewOutcome> {
  const refreshed = state.current?.refreshToken === undefined ? null : await askWithRefreshToken(options, state.current.refreshToken);
  if (refreshed !== null) return refreshed;
  const remembered = rememberedRefusal(options.credentials, options.scope, state.refused);
  if (remembered !== null) throw remembered;
  return askWithPassword(options, { keepTokens: false });
}

/** Null when the refresh token is dead: used, expired or revoked. Acumatica's body does not always say so, hence any refusal of it counts. */
async function askWithRefreshToken(options: TokenKeeperOptions, refreshToken: string): Promise<RenewOutcome | null> {
  const { http, baseUrl, credentials } = options;
  try {
    const form = { client_id: credentials.clientId, client_secret: credentials.clientSecret, refresh_token: refreshToken };
    const grant = await requestToken({ http, baseUrl, grant: "refresh_token", form });
    return renewed(options, { ...grant, refreshToken: grant.refreshToken ?? refreshToken });
  } catch (error) {
    if (!(error instanceof AcumaticaError)) throw error;
    if (error.code === "secret_refused") return refusal(options, { error, keepTokens: false });
    const isRefused =
      error.status !== undefined && error.status >= 400 && error.status < 500 && error.status !== 429 && error.status !== 404;
    if (!isRefused) throw error;
    return null;
  }
}

async function askWithPassword(options: TokenKeeperOptions, { keepTokens }: { keepTokens: boolean }): Promise<RenewOutcome> {
  const { http, baseUrl, credentials, scope } = options;
  const { clientId, clientSecret, username, password } = credentials;
  try {
    const form = { client_id: clientId, client_secret: clientSecret, username, password, scope };
    return renewed(options, await requestToken({ http, baseUrl, grant: "password", form }));
  } catch (error) {
    if (error instanceof AcumaticaError && REFUSALS.includes(error.code)) return refusal(options, { error, keepTokens });
    throw error;
  }
}

function refusal(options: TokenKeeperOptions, { error, keepTokens }: { error: AcumaticaError; keepTokens: boolean }): RenewOutcome {
  const fingerprint = refusalFingerprint(options.credentials, { code: error.code, scope: options.scope });
  return { kind: "refused", fingerprint, keepTokens, error };
}

function renewed(options: TokenKeeperOptions, grant: TokenGrant): RenewOutcome {
  const lifeMs = grant.expiresInSeconds * 1000;
  const usableMs = lifeMs - Math.min(MARGIN_MS, lifeMs / 10);
  return {
    kind: "renewed",
    accessToken: grant.accessToken,
    expiresAt: new Date(options.clock.now().getTime() + usableMs),
    ...(grant.refreshToken === undefined ? {} : { refreshToken: grant.refreshToken }),
  };
}
