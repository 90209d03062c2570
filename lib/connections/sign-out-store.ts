import { AppError } from "@/lib/core/errors";
import type { Scope } from "@/lib/db/scope";
import { openStore } from "./open-store";
import type { Runtime } from "./runtime";

/** Gives the API sign-in back to the licence. Best effort, never throws: a store that can't be opened has nothing to give back. */
export async function signOutStore(scope: Scope, request: { storeId: string; runtime: Runtime }): Promise<void> {
  try {
    const session = await openStore(scope, request);
    await session.signOut();
  } catch (error) {
    const code = error instanceof AppError ? error.code : "unexpected";
    request.runtime.logger.info("sign-out skipped", { storeId: request.storeId, code });
  }
}
