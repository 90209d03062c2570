"use server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { AuthError } from "next-auth";
import { signIn, signOut, TooManyTriesError } from "@/lib/auth/auth";
import { createFirstAccount } from "@/lib/auth/create-account";
import { ownPath } from "@/lib/auth/own-path";
import { requireScope } from "@/lib/auth/require-scope";
import { isSameOrigin } from "@/lib/auth/same-origin";
import { getRuntime } from "@/lib/connections/create-runtime";
import { AppError } from "@/lib/core/errors";
import { revokeSession } from "@/lib/db/sessions";

/** What a form shows again; a success leaves the page instead. */
export type AccountFormState = { message?: string; field?: string } | null | undefined;

const WRONG = "The e-mail address or the password is not right.";
const TOO_MANY = "Too many tries. Wait 15 minutes, then try again.";
const FOREIGN = "This form was not sent from Dockbridge's own page. Reload it and try again.";

/** Signs in and goes on to `next`, a path of ours. Unknown accounts and wrong passwords read the same. */
export async function signInAction(_state: AccountFormState, form: FormData): Promise<AccountFormState> {
  if (!(await isOwnForm())) return { message: FOREIGN };
  const refused = await trySignIn({ email: text(form, "email"), password: text(form, "password") });
  if (refused) return refused;
  redirect(ownPath(text(form, "next")));
}

/** Creates the first account with its workspace, while there is none, and signs it in. */
export async function createFirstAccountAction(_state: AccountFormState, form: FormData): Promise<AccountFormState> {
  if (!(await isOwnForm())) return { message: FOREIGN };
  const runtime = await getRuntime();
  const credentials = { email: text(form, "email"), password: text(form, "password") };
  try {
    await createFirstAccount(runtime, { ...credentials, name: text(form, "name"), workspaceName: text(form, "workspaceName") });
  } catch (error) {
    if (error instanceof AppError) return { message: error.userMessage, ...(error.field ? { field: error.field } : {}) };
    throw error;
  }
  const refused = await trySignIn(credentials);
  if (refused) return refused;
  redirect("/");
}

/** Ends the session here and in the database, so that a copied cookie is worth nothing either. */
export async function signOutAction(): Promise<void> {
  const { person, runtime } = await requireScope(null);
  if (person) await revokeSession(runtime.db, { id: person.sessionId, userId: person.user.id, now: runtime.clock.now() });
  await signOut({ redirect: false });
  redirect("/sign-in");
}

async function trySignIn(credentials: { email: string; password: string }): Promise<AccountFormState> {
  try {
    await signIn("credentials", { ...credentials, redirect: false });
    return null;
  } catch (error) {
    if (error instanceof TooManyTriesError) return { message: TOO_MANY };
    if (error instanceof AuthError)
      return { message: error.type === "CredentialsSignin" ? WRONG : "Signing in failed on our side. Try again." };
    throw error;
  }
}

async function isOwnForm(): Promise<boolean> {
  const { appUrl } = await getRuntime();
  return isSameOrigin({ headers: await headers(), appUrl });
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
