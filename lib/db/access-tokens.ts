import { NotFoundError } from "@/lib/core/errors";
import type { Secret } from "@/lib/vault/secret";
import type { Vault } from "@/lib/vault/vault";
import type { Tx } from "./client";
import type { Prisma } from "./generated/client";
import type { Scope } from "./scope";
import { inWorkspace, inWorkspaceFor } from "./tx";

/** The token pair of one store as stored, opened. */
export interface AccessTokens {
  accessToken: Secret;
  refreshToken: Secret | null;
  expiresAt: Date;
  generation: number;
}

export interface TokenState {
  tokens: AccessTokens | null;
  generation: number;
  refusedFingerprint: string | null;
}

/** What to store under the lock. `keep`: nothing changes. */
export type TokenChange =
  | { kind: "keep" }
  | { kind: "save"; accessToken: string; refreshToken: string | null; expiresAt: Date; obtainedAt: Date }
  | { kind: "refuse"; fingerprint: string; dropTokens: boolean; at: Date; refusal: Prisma.InputJsonObject };

interface StoreKey {
  storeId: string;
  vault: Vault;
}

/** A token request may take a minute, a sign-out before it ten seconds more. */
const LOCK_MS_MAX = 180_000;

/** Without waiting for a lock. Throws NotFoundError when the store is not this caller's. */
export async function readTokenState(scope: Scope, key: StoreKey): Promise<TokenState> {
  return inWorkspace(scope, async tx => openState(tx, { scope, key }));
}

/**
 * Holds the row lock of the store's token while `decide` runs, then stores what it decided: the commit comes before the lock is released, so the next
 * process sees the new pair. When `decide` throws, nothing is stored.
 */
export async function changeTokens<T>(
  scope: Scope,
  key: StoreKey,
  decide: (state: TokenState) => Promise<{ change: TokenChange; result: T }>,
): Promise<T> {
  return inWorkspaceFor(scope, { timeoutMs: LOCK_MS_MAX }, async tx => {
    await tx.$executeRaw`insert into "AccessToken" ("storeId", "workspaceId") values (${key.storeId}::uuid, ${scope.workspaceId}::uuid)
      on conflict ("storeId") do nothing`;
    await tx.$queryRaw`select 1 from "AccessToken" where "storeId" = ${key.storeId}::uuid for update`;
    const state = await openState(tx, { scope, key });
    const { change, result } = await decide(state);
    await store(tx, { scope, key, state, change });
    return result;
  });
}

/** Forgets the pair and the remembered refusal: for credentials that were replaced. */
export async function forgetTokens(tx: Tx, options: { workspaceId: string; storeId: string }): Promise<void> {
  await tx.accessToken.deleteMany({ where: options });
}

async function openState(tx: Tx, { scope, key }: { scope: Scope; key: StoreKey }): Promise<TokenState> {
  const { workspaceId } = scope;
  const row = await tx.accessToken.findFirst({ where: { workspaceId, storeId: key.storeId } });
  const state = { generation: row?.generation ?? 0, refusedFingerprint: row?.refusedFingerprint ?? null };
  if (!row?.accessTokenSealed || !row.expiresAt) return { ...state, tokens: null };
  const dataKeySealed = await getDataKey(tx, workspaceId);
  const open = (field: string, sealed: string) => key.vault.open({ workspaceId, ownerId: key.storeId, field, dataKeySealed, sealed });
  return {
    ...state,
    tokens: {
      accessToken: open("accessToken", row.accessTokenSealed),
      refreshToken: row.refreshTokenSealed ? open("refreshToken", row.refreshTokenSealed) : null,
      expiresAt: row.expiresAt,
      generation: row.generation,
    },
  };
}

async function store(tx: Tx, options: { scope: Scope; key: StoreKey; state: TokenState; change: TokenChange }): Promise<void> {
  const { scope, key, state, change } = options;
  const { workspaceId } = scope;
  const where = { workspaceId, storeId: key.storeId };
  if (change.kind === "keep") return;
  if (change.kind === "refuse") {
    const dropped = change.dropTokens ? { accessTokenSealed: null, refreshTokenSealed: null, expiresAt: null } : {};
    await tx.accessToken.updateMany({ where, data: { refusedFingerprint: change.fingerprint, ...dropped } });
    const refused = { signInRefusedAt: change.at, signInRefusal: change.refusal };
    await tx.store.updateMany({ where: { workspaceId, id: key.storeId, signInRefusedAt: null }, data: refused });
    return;
  }
  const dataKeySealed = await getDataKey(tx, workspaceId);
  const seal = (field: string, plaintext: string) => key.vault.seal({ workspaceId, ownerId: key.storeId, field, dataKeySealed, plaintext });
  await tx.accessToken.updateMany({
    where,
    data: {
      accessTokenSealed: seal("accessToken", change.accessToken),
      refreshTokenSealed: change.refreshToken === null ? null : seal("refreshToken", change.refreshToken),
      expiresAt: change.expiresAt,
      obtainedAt: change.obtainedAt,
      generation: state.generation + 1,
      refusedFingerprint: null,
    },
  });
  await clearSignInRefusal(tx, { workspaceId, storeId: key.storeId });
}

/** The store signs in again: what the refusal stopped may go on. */
export async function clearSignInRefusal(tx: Tx, options: { workspaceId: string; storeId: string }): Promise<void> {
  await tx.$executeRaw`update "Store" set "signInRefusedAt" = null, "signInRefusal" = null
    where "workspaceId" = ${options.workspaceId}::uuid and id = ${options.storeId}::uuid and "signInRefusedAt" is not null`;
}

async function getDataKey(tx: Tx, workspaceId: string): Promise<string> {
  const workspace = await tx.workspace.findUnique({ where: { id: workspaceId }, select: { dataKeySealed: true } });
  if (!workspace) throw new NotFoundError("workspace");
  return workspace.dataKeySealed;
}
