import { AppError } from "@/lib/core/errors";
import { findLiveApiKey } from "@/lib/db/api-keys";
import type { Db } from "@/lib/db/client";
import { listMembershipsOf, type Membership } from "@/lib/db/memberships";
import { type Actor, checkedScope, type Scope } from "@/lib/db/scope";
import { findLiveSession } from "@/lib/db/sessions";
import type { User } from "@/lib/db/users";
import { hashApiKey } from "./api-key-secret";
import { isAllowed, type Permission } from "./permissions";

/** What a caller brings along. A bearer wins over a cookie: it was sent on purpose. */
export interface Evidence {
  bearer: string | null;
  sessionId: string | null;
  /** The workspace the person chose last; counts only when they are a member there. */
  workspaceId: string | null;
}

export interface Authorised {
  scope: Scope;
  /** Null for an API key. */
  person: { user: User; sessionId: string; membership: Membership; memberships: Membership[] } | null;
  may(permission: Permission): boolean;
}

/** Nobody is signed in, or the key is unknown, over or revoked: the answer is the same. */
export class UnauthenticatedError extends AppError {
  constructor() {
    super({
      code: "unauthenticated",
      message: "no live session and no live key",
      userMessage: "Sign in, or send a current API key as a bearer token.",
      owner: "operator",
    });
  }
}

/** Known, but not allowed. */
export class ForbiddenError extends AppError {
  constructor(message: string) {
    super({ code: "forbidden", message, userMessage: message, owner: "operator", nextStep: "Ask an owner or admin of this workspace." });
  }
}

/**
 * The heart of the guard: turns what a caller brings into a Scope, or throws UnauthenticatedError or ForbiddenError. Nothing else makes scopes for people
 * and keys. With `permission` null only the sign-in is asked for (choosing a workspace, signing out).
 */
export async function authorise(
  context: { db: Db; now: Date },
  request: { evidence: Evidence; permission: Permission | null },
): Promise<Authorised> {
  const { evidence, permission } = request;
  const known = evidence.bearer ? await byKey(context, evidence.bearer) : await bySession(context, evidence);
  const { actor, merchantId } = known.scope;
  if (permission && !isAllowed(actor, permission, merchantId)) {
    const who = actor.kind === "key" ? "This API key" : "Your role";
    throw new ForbiddenError(`${who} does not include "${permission}".`);
  }
  return { ...known, may: asked => isAllowed(actor, asked, merchantId) };
}

type Known = Omit<Authorised, "may">;

async function byKey({ db, now }: { db: Db; now: Date }, bearer: string): Promise<Known> {
  const key = await findLiveApiKey(db, { hash: hashApiKey(bearer), now });
  if (!key) throw new UnauthenticatedError();
  const actor: Actor = { kind: "key", id: key.id, name: key.name, scopes: key.scopes };
  return { scope: checkedScope({ db, workspaceId: key.workspaceId, merchantId: null, actor }), person: null };
}

async function bySession({ db, now }: { db: Db; now: Date }, evidence: Evidence): Promise<Known> {
  const session = evidence.sessionId ? await findLiveSession(db, { id: evidence.sessionId, now }) : null;
  if (!session) throw new UnauthenticatedError();
  const memberships = await listMembershipsOf(db, session.user.id);
  const membership = memberships.find(one => one.workspaceId === evidence.workspaceId) ?? memberships[0];
  if (!membership) throw new ForbiddenError("You do not belong to any workspace yet.");
  const actor: Actor = { kind: "user", id: session.user.id, name: session.user.name, role: membership.role };
  return {
    scope: checkedScope({ db, workspaceId: membership.workspaceId, merchantId: membership.merchantId, actor }),
    person: { user: session.user, sessionId: session.id, membership, memberships },
  };
}
