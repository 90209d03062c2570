import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Db } from "./client";
import { isUniqueViolation } from "./errors";
import type { Role } from "./scope";
import { acrossWorkspaces } from "./tx";

export interface User {
  id: string;
  email: string;
  name: string;
}

/** True once anybody has an account: the first-run page is closed from then on. */
export async function hasUsers(db: Db): Promise<boolean> {
  return (await db.user.findFirst({ select: { id: true } })) !== null;
}

/** With the password's hash, for the sign-in alone. `email` in its normal form. */
export async function findUserForSignIn(db: Db, email: string): Promise<(User & { passwordHash: string }) | null> {
  return db.user.findUnique({ where: { email }, select: { id: true, email: true, name: true, passwordHash: true } });
}

/** Throws ConflictError `email_taken`. */
export async function insertUser(db: Db, input: { email: string; name: string; passwordHash: string }): Promise<User> {
  try {
    return await db.user.create({ data: { id: newId(), ...input }, select: { id: true, email: true, name: true } });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ConflictError({ code: "email_taken", message: "There is already an account with this e-mail address." });
  }
}

export interface NewWorkspace {
  id: string;
  name: string;
  slug: string;
  /** The workspace's own data key, wrapped. */
  dataKeySealed: string;
}

export const notFirst = () =>
  new ConflictError({ code: "not_first", message: "This Dockbridge already has an account.", nextStep: "Sign in instead." });

/** Arbitrary, but the same everywhere: one first account at a time. */
const FIRST_ACCOUNT_LOCK = 7_261_904_551;

/**
 * The first account with its workspace, in one transaction behind a lock: of two visitors at the same moment one becomes the owner.
 * Throws ConflictError `not_first` as soon as anybody has an account.
 */
export async function insertFirstOwner(
  db: Db,
  input: { user: { email: string; name: string; passwordHash: string }; workspace: NewWorkspace },
): Promise<User> {
  return acrossWorkspaces(db, async tx => {
    await tx.$executeRaw`select pg_advisory_xact_lock(${FIRST_ACCOUNT_LOCK}::bigint)`;
    if (await tx.user.findFirst({ select: { id: true } })) {
      throw notFirst();
    }
    await tx.workspace.create({ data: input.workspace });
    const user = await tx.user.create({ data: { id: newId(), ...input.user }, select: { id: true, email: true, name: true } });
    await tx.membership.create({ data: { id: newId(), workspaceId: input.workspace.id, userId: user.id, role: "owner" satisfies Role } });
    return user;
  });
}
