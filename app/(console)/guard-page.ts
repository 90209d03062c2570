import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { readZone, ZONE_COOKIE } from "@/components/shell/theme";
import { ForbiddenError, UnauthenticatedError } from "@/lib/auth/authorise";
import type { Guarded } from "@/lib/auth/guard";
import type { Permission } from "@/lib/auth/permissions";
import { requireScope } from "@/lib/auth/require-scope";
import { NotFoundError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";

export interface PageContext extends Guarded {
  /** The viewer's zone. */
  zone: string;
}

/**
 * What every page of the console starts with. Who is not signed in goes to the sign-in; who may not see the page is told that it is not here,
 * like everything else that is not theirs.
 */
export async function guardPage(permission: Permission | null): Promise<PageContext> {
  try {
    const guarded = await requireScope(permission);
    return { ...guarded, zone: readZone((await cookies()).get(ZONE_COOKIE)?.value) };
  } catch (error) {
    if (error instanceof UnauthenticatedError) redirect("/sign-in");
    if (error instanceof ForbiddenError) notFound();
    throw error;
  }
}

/** Answers with the not-found page for an id that is none, or is not this caller's. */
export async function readOr404<T>(id: string, read: () => Promise<T>): Promise<T> {
  if (!isId(id)) notFound();
  try {
    return await read();
  } catch (error) {
    if (error instanceof NotFoundError) notFound();
    throw error;
  }
}
