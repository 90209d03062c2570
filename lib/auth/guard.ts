import { cookies } from "next/headers";
import { getRuntime } from "@/lib/connections/create-runtime";
import type { Runtime } from "@/lib/connections/runtime";
import { isId } from "@/lib/core/ids";
import { readBearer } from "./api-key-secret";
import { readSessionId } from "./auth";
import { type Authorised, authorise, type Evidence, ForbiddenError, UnauthenticatedError } from "./authorise";
import { cookieName } from "./cookies";
import type { Permission } from "./permissions";
import { isSameOrigin } from "./same-origin";

export interface Guarded extends Authorised {
  runtime: Runtime;
}

interface Entrance {
  permission: Permission | null;
  headers: Headers;
  /** The request may change something: with a cookie it must come from our own pages. */
  isChange: boolean;
  /** Pages and actions are for people; only the API takes keys. */
  takesKeys: boolean;
}

/** The one guard behind every entrance: who is it, may they, and does a change come from our own pages. Throws UnauthenticatedError, ForbiddenError. */
export async function guard(entrance: Entrance): Promise<Guarded> {
  const runtime = await getRuntime();
  const evidence = await readEvidence(entrance, runtime);
  if (!evidence.bearer && entrance.isChange && !isSameOrigin({ headers: entrance.headers, appUrl: runtime.appUrl })) {
    throw new ForbiddenError("This request did not come from Dockbridge's own pages.");
  }
  const context = { db: runtime.db, now: runtime.clock.now() };
  return { ...(await authorise(context, { evidence, permission: entrance.permission })), runtime };
}

async function readEvidence(entrance: Entrance, runtime: Runtime): Promise<Evidence> {
  const authorization = entrance.headers.get("authorization");
  if (entrance.takesKeys && authorization !== null) {
    const bearer = readBearer(authorization);
    if (!bearer) throw new UnauthenticatedError();
    return { bearer, sessionId: null, workspaceId: null };
  }
  const sessionId = await readSessionId();
  if (!sessionId) throw new UnauthenticatedError();
  const workspaceId = (await cookies()).get(cookieName("workspace", runtime.appUrl))?.value ?? null;
  return { bearer: null, sessionId, workspaceId: workspaceId && isId(workspaceId) ? workspaceId : null };
}

/** For route handlers: a session cookie or a bearer key. Throws UnauthenticatedError, ForbiddenError. */
export async function guardRequest(request: Request, permission: Permission): Promise<Guarded> {
  const isChange = !["GET", "HEAD", "OPTIONS"].includes(request.method);
  return guard({ permission, headers: request.headers, isChange, takesKeys: true });
}
