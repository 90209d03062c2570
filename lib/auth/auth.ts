import NextAuth, { CredentialsSignin, type NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { getRuntime } from "@/lib/connections/create-runtime";
import { isId } from "@/lib/core/ids";
import { findLiveSession } from "@/lib/db/sessions";
import { getEnv } from "@/lib/env/get-env";
import { cookieName } from "./cookies";
import { readAddress } from "./read-address";
import { SESSION_DAYS, signInWithPassword } from "./sign-in";

declare module "next-auth" {
  interface User {
    sessionId?: string;
  }
  interface Session {
    /** The id of our Session row. Absent: the row is gone, over or revoked. */
    sid?: string;
  }
}

/** More tries than the limits allow: told in other words than a wrong password, for known and unknown accounts alike. */
export class TooManyTriesError extends CredentialsSignin {
  override code = "too_many_tries";
}

/**
 * Auth.js carries the cookie and nothing more: the token in it holds the id of our Session row, and the row decides. Made at the first request and never at
 * import, because a build has no settings.
 */
export const { handlers, auth, signIn, signOut } = NextAuth(async () => config());

async function config(): Promise<NextAuthConfig> {
  const env = getEnv();
  const { logger } = await getRuntime();
  const secure = env.appUrl.startsWith("https:");
  return {
    secret: env.authSecret,
    trustHost: true,
    useSecureCookies: secure,
    cookies: {
      sessionToken: { name: cookieName("session", env.appUrl), options: { httpOnly: true, sameSite: "lax", path: "/", secure } },
    },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    session: { strategy: "jwt", maxAge: SESSION_DAYS * 86_400 },
    providers: [Credentials({ credentials: { email: {}, password: {} }, authorize })],
    callbacks: {
      jwt: ({ token, user }) => ({ sid: user?.sessionId ?? token.sid }),
      session: async ({ session, token }) => {
        const live = await liveSession(token.sid);
        const { expires } = session;
        // An absent row gives a session without a user: the guard asks for both.
        return live ? { expires, sid: live.id, user: { id: live.user.id } } : { expires };
      },
    },
    logger: {
      error: error => {
        if (!(error instanceof CredentialsSignin)) logger.error("sign-in failed on our side", { error });
      },
      warn: code => logger.debug("sign-in library", { code }),
      debug: () => undefined,
    },
  };
}

async function authorize(credentials: Partial<Record<"email" | "password", unknown>>, request: Request) {
  const { email, password } = credentials;
  if (typeof email !== "string" || typeof password !== "string") return null;
  const { db, clock } = await getRuntime();
  const { headers } = request;
  const attempt = { email, password, address: readAddress(headers), userAgent: headers.get("user-agent") };
  const outcome = await signInWithPassword({ db, clock }, attempt);
  if (outcome.status === "too_many_tries") throw new TooManyTriesError();
  return outcome.status === "signed_in" ? { id: outcome.userId, sessionId: outcome.sessionId } : null;
}

async function liveSession(sid: unknown) {
  if (typeof sid !== "string" || !isId(sid)) return null;
  const { db, clock } = await getRuntime();
  return findLiveSession(db, { id: sid, now: clock.now() });
}

/** The id of the live Session row behind the request's cookie, or null. Fails closed: anything but a user and a row is nobody. */
export async function readSessionId(): Promise<string | null> {
  const session = await auth();
  return session?.user?.id && session.sid ? session.sid : null;
}
