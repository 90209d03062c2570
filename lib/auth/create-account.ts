import type { Runtime } from "@/lib/connections/runtime";
import { InvalidInputError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { isPlainText } from "@/lib/core/plain-text";
import { hasUsers, insertFirstOwner, type NewWorkspace, notFirst, type User } from "@/lib/db/users";
import type { Vault } from "@/lib/vault/vault";
import { normaliseEmail } from "./email";
import { assertGoodPassword, hashPassword } from "./password";

export interface FirstAccountInput {
  email: string;
  password: string;
  name: string;
  workspaceName: string;
}

/**
 * The first account of an installation: a workspace with its own data key and its owner. Of two at the same moment one wins.
 * Throws InvalidInputError naming the field; ConflictError `not_first` once anybody has an account.
 */
export async function createFirstAccount(runtime: Pick<Runtime, "db" | "vault">, input: FirstAccountInput): Promise<User> {
  const email = normaliseEmail(input.email);
  assertGoodPassword({ password: input.password, email });
  if (!isPlainText(input.name)) throw new InvalidInputError({ field: "name", message: "This name contains characters that are no text." });
  const workspace = newWorkspace(runtime.vault, input.workspaceName);
  // Before the hashing, which is expensive on purpose and would be anybody's to ask for. The insert decides between two at once.
  if (await hasUsers(runtime.db)) throw notFirst();
  const user = { email, name: input.name.trim().slice(0, 120) || email, passwordHash: await hashPassword(input.password) };
  return insertFirstOwner(runtime.db, { user, workspace });
}

/** A workspace ready to be stored. The slug is made from the name and is what commands know it by. Throws InvalidInputError on `workspaceName`. */
export function newWorkspace(vault: Vault, name: string): NewWorkspace {
  const plain = name.trim();
  if (plain === "" || plain.length > 120 || !isPlainText(plain)) {
    throw new InvalidInputError({ field: "workspaceName", message: "Give the workspace a name of at most 120 characters." });
  }
  const id = newId();
  const slug = plain
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return { id, name: plain, slug: slug.slice(0, 60) || `workspace-${id.slice(0, 8)}`, dataKeySealed: vault.newDataKey(id) };
}
