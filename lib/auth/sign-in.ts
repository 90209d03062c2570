import type { Clock } from "@/lib/core/clock";
import { toPlainText } from "@/lib/core/plain-text";
import type { Db } from "@/lib/db/client";
import { insertSession } from "@/lib/db/sessions";
import { markSignInOk, recordSignInAttempt } from "@/lib/db/sign-in-attempts";
import { findUserForSignIn } from "@/lib/db/users";
import { normaliseEmail } from "./email";
import { verifyPassword } from "./password";

export const SESSION_DAYS = 14;
const WINDOW_MINUTES = 15;
const TRIES_PER_ACCOUNT = 5;
const TRIES_PER_ADDRESS = 30;

export type SignInOutcome =
  | { status: "signed_in"; userId: string; sessionId: string }
  | { status: "refused" }
  | { status: "too_many_tries" };

/**
 * Judges one try. The sixth wrong one for an account within 15 minutes, or the 31st from one address, is not even looked at, on any machine. An unknown
 * account costs the same time and gets the same answer as a wrong password. Each success is a new Session row.
 */
export async function signInWithPassword(
  context: { db: Db; clock: Clock },
  attempt: { email: string; password: string; address: string; userAgent: string | null },
): Promise<SignInOutcome> {
  const { db, clock } = context;
  const email = emailOrNull(attempt.email);
  const account = email ?? toPlainText(attempt.email.slice(0, 200).toLowerCase());
  const { id, failures } = await recordSignInAttempt(db, { email: account, address: attempt.address, windowMinutes: WINDOW_MINUTES });
  if (failures.account >= TRIES_PER_ACCOUNT || failures.address >= TRIES_PER_ADDRESS) return { status: "too_many_tries" };
  const user = email ? await findUserForSignIn(db, email) : null;
  const isRight = await verifyPassword({ passwordHash: user?.passwordHash ?? null, password: attempt.password });
  if (!user || !isRight) return { status: "refused" };
  await markSignInOk(db, { id });
  const expiresAt = new Date(clock.now().getTime() + SESSION_DAYS * 86_400_000);
  return {
    status: "signed_in",
    userId: user.id,
    sessionId: await insertSession(db, { userId: user.id, expiresAt, userAgent: attempt.userAgent }),
  };
}

function emailOrNull(typed: string): string | null {
  try {
    return normaliseEmail(typed);
  } catch {
    return null;
  }
}
