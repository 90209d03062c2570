import { headers } from "next/headers";
import { cache } from "react";
import { type Guarded, guard } from "./guard";
import type { Permission } from "./permissions";

/**
 * The guard for pages, layouts and server actions. Everything that has a body may change something, and then must come from our own pages: an action sent by
 * script names itself in a header, one sent as a plain form has a content type; a page that is only visited has neither.
 * `null` asks for nothing but a sign-in. Throws UnauthenticatedError, ForbiddenError.
 */
export const requireScope = cache(async (permission: Permission | null): Promise<Guarded> => {
  const sent = await headers();
  const isChange = sent.has("next-action") || sent.has("content-type");
  return guard({ permission, headers: sent, isChange, takesKeys: false });
});
