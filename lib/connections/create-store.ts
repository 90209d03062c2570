import type { CreateStoreInput, Store } from "@/lib/api/schemas/store";
import { NotFoundError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { writeCredentials } from "@/lib/db/credentials";
import { addAudit } from "@/lib/db/events";
import type { Scope } from "@/lib/db/scope";
import { getStore } from "@/lib/db/stores";
import { inWorkspace } from "@/lib/db/tx";
import type { Runtime } from "./runtime";
import { readStoreSettings } from "./store-settings";
import { toSignIn } from "./store-sign-in";

/**
 * A new store with its credentials sealed. Nothing is called yet: the proof test does that.
 * Throws NotFoundError for a merchant that is not this caller's; InvalidInputError for an address we may not call.
 */
export async function createStore(
  scope: Scope,
  params: { input: CreateStoreInput; runtime: Pick<Runtime, "vault" | "policy"> },
): Promise<Store> {
  const { input, runtime } = params;
  const { workspaceId } = scope;
  const signIn = toSignIn(input.credentials, runtime.policy);
  const settings = { ...readStoreSettings(input.settings), signIn };
  const id = newId();
  await inWorkspace(scope, async tx => {
    const isOwn = !scope.merchantId || scope.merchantId === input.merchantId;
    const merchant = isOwn ? await tx.merchant.findFirst({ where: { workspaceId, id: input.merchantId }, select: { id: true } }) : null;
    if (!merchant) throw new NotFoundError("merchant");
    const { name, merchantId, platform, environment = "production" } = input;
    await tx.store.create({ data: { id, workspaceId, merchantId, name, platform, environment, settings } });
    const { clientSecret, password } = input.credentials;
    await writeCredentials(tx, { workspaceId, ownerKind: "store", ownerId: id, values: { clientSecret, password }, vault: runtime.vault });
    await addAudit(tx, scope, { kind: "store.created", text: `Added the store "${name}".`, storeId: id });
  });
  return getStore(scope, { id });
}
