import type { Store, UpdateStoreInput } from "@/lib/api/schemas/store";
import { NotFoundError } from "@/lib/core/errors";
import { clearSignInRefusal, forgetTokens } from "@/lib/db/access-tokens";
import type { Tx } from "@/lib/db/client";
import { writeCredentials } from "@/lib/db/credentials";
import { addAudit } from "@/lib/db/events";
import { ownRows } from "@/lib/db/page";
import type { Scope } from "@/lib/db/scope";
import { getStore, readStoreSignIn } from "@/lib/db/stores";
import { inWorkspace } from "@/lib/db/tx";
import { releaseHeldOrders } from "@/lib/sync/release-held-orders";
import { closeSignInProblems } from "./close-sign-in-problems";
import type { Runtime } from "./runtime";
import { signOutStore } from "./sign-out-store";
import { readStoreSettings } from "./store-settings";
import { toSignIn } from "./store-sign-in";

/**
 * Changes what is given and nothing else. New credentials forget the token and the remembered refusal, sign the old session out and let stopped imports
 * try again. A new mode applies to new orders; those in flight keep theirs. Orders held for a match go when none is asked for any more. Throws NotFoundError, InvalidInputError.
 */
export async function updateStore(scope: Scope, params: { id: string; input: UpdateStoreInput; runtime: Runtime }): Promise<Store> {
  const { id, input, runtime } = params;
  const before = await getStore(scope, { id });
  if (signsInAnew(input)) await signOutStore(scope, { storeId: id, runtime });
  await inWorkspace(scope, async tx => {
    const where = { AND: [ownRows(scope), { id }] };
    const row = await tx.store.findFirst({ where, select: { settings: true } });
    if (!row) throw new NotFoundError("store");
    const stored = readStoreSignIn(row.settings);
    const signIn = input.credentials ? toSignIn({ ...stored, ...defined(input.credentials) }, runtime.policy) : stored;
    const settings = { ...readStoreSettings({ ...(row.settings as object), ...defined(input.settings ?? {}) }), signIn };
    await tx.store.updateMany({ where, data: { ...(input.name ? { name: input.name } : {}), settings } });
    if (signsInAnew(input)) await signInAnew(tx, { scope, id, input, runtime });
    await addAudit(tx, scope, {
      kind: "store.changed",
      text: `Changed the store "${input.name ?? before.name}": ${changedFields(input)}.`,
      storeId: id,
    });
  });
  if (input.settings?.unmappedSku === "send" || input.settings?.unmappedShipMethod === "send") await releaseOrders(scope, id);
  return getStore(scope, { id });
}

/** What was held for a match may go without one now. */
async function releaseOrders(scope: Scope, storeId: string): Promise<void> {
  const connections = await inWorkspace(scope, tx =>
    tx.connection.findMany({ where: { AND: [ownRows(scope), { storeId }] }, select: { id: true } }),
  );
  for (const connection of connections) await releaseHeldOrders(scope, connection.id);
}

/** The scope decides what a token may do, so a new one needs a new token as new credentials do. */
function signsInAnew(input: UpdateStoreInput): boolean {
  return input.credentials !== undefined || input.settings?.scope !== undefined;
}

async function signInAnew(tx: Tx, options: { scope: Scope; id: string; input: UpdateStoreInput; runtime: Runtime }): Promise<void> {
  const { scope, id, input, runtime } = options;
  const { workspaceId } = scope;
  const { clientSecret, password } = input.credentials ?? {};
  const values = { ...(clientSecret ? { clientSecret } : {}), ...(password ? { password } : {}) };
  await writeCredentials(tx, { workspaceId, ownerKind: "store", ownerId: id, values, vault: runtime.vault });
  await forgetTokens(tx, { workspaceId, storeId: id });
  await clearSignInRefusal(tx, { workspaceId, storeId: id });
  await closeSignInProblems(tx, { workspaceId, storeId: id });
}

/** Names, never values. */
function changedFields(input: UpdateStoreInput): string {
  const credentials = Object.keys(input.credentials ?? {});
  const names = [...(input.name ? ["name"] : []), ...credentials, ...Object.keys(input.settings ?? {})];
  return names.length > 0 ? names.join(", ") : "nothing";
}

function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
