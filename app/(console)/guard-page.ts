import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import { readZone, ZONE_COOKIE } from "@/components/shell/theme";
import { type Guarded, guardPage as guard } from "@/lib/auth/guard";
import type { Permission } from "@/lib/auth/permissions";
import { NotFoundError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";

export interface PageContext extends Guarded {
  /** The viewer's zone. */
  zone: string;
}

/** What every page of the console starts with: the guard, and the viewer's zone. */
export async function guardPage(permission: Permission): Promise<PageContext> {
  return { ...(await guard(permission)), zone: readZone((await cookies()).get(ZONE_COOKIE)?.value) };
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
