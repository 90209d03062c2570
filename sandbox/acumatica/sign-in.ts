import type { Site } from "./site";
import type { ErpUser } from "./world";

export type SignIn =
  | { kind: "ok"; user: ErpUser }
  | { kind: "refused"; reason: "unknown_user" | "wrong_password" | "locked" | "disabled" | "password_change" | "no_api_access" };

interface SignInAttempt {
  tenant: string;
  username: string;
  password: string;
  /** Where the password was offered: token endpoint, consent page or cookie login. */
  through: string;
}

function check(site: Site, { tenant, username, password }: SignInAttempt): SignIn {
  const { lockAfterFailures, lockMinutes } = site.switches;
  const user = site.world.users.find(known => known.tenant === tenant && known.name.toLowerCase() === username.toLowerCase());
  if (!user) return { kind: "refused", reason: "unknown_user" };
  if (user.lockedUntilMs > site.clock.now()) return { kind: "refused", reason: "locked" };
  if (user.password !== password) {
    user.failures += 1;
    if (lockAfterFailures > 0 && user.failures >= lockAfterFailures) {
      user.lockedUntilMs = site.clock.now() + lockMinutes * 60_000;
      site.journal.effect("user locked", { tenant, user: user.name, failures: user.failures });
    }
    return { kind: "refused", reason: "wrong_password" };
  }
  if (user.isDisabled) return { kind: "refused", reason: "disabled" };
  if (user.isPasswordChangeRequired) return { kind: "refused", reason: "password_change" };
  if (!user.hasApiAccess) return { kind: "refused", reason: "no_api_access" };
  user.failures = 0;
  return { kind: "ok", user };
}

/** Checks a password the way Acumatica does: repeated wrong ones lock the account. Every attempt is journaled. */
export function signIn(site: Site, attempt: SignInAttempt): SignIn {
  const result = check(site, attempt);
  const user = site.world.users.find(
    known => known.tenant === attempt.tenant && known.name.toLowerCase() === attempt.username.toLowerCase(),
  );
  site.journal.effect("login attempt", {
    tenant: attempt.tenant,
    user: attempt.username,
    through: attempt.through,
    isAccepted: result.kind === "ok",
    ...(result.kind === "refused" ? { reason: result.reason } : {}),
    failures: user?.failures ?? 0,
  });
  site.changed();
  return result;
}
