import { createSafeActionClient } from "next-safe-action";
import type { ActionRefusal } from "@/components/patterns/use-act";
import type { Permission } from "@/lib/auth/permissions";
import { requireScope } from "@/lib/auth/require-scope";
import { getRuntime } from "@/lib/connections/create-runtime";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";

const client = createSafeActionClient({
  async handleServerError(error): Promise<ActionRefusal> {
    if (error instanceof AppError) {
      return { code: error.code, message: error.userMessage, nextStep: error.nextStep, field: error.field };
    }
    const reference = newId();
    const { logger } = await getRuntime();
    logger.error({ err: error, reference }, "a server action failed");
    return { code: "internal_error", message: `Something went wrong in Dockbridge itself. Reference ${reference}.` };
  },
});

/** A server action behind the guard: the action gets the caller's scope and nothing else to work with. */
export function guarded(permission: Permission) {
  return client.use(async ({ next }) => {
    const { scope } = await requireScope(permission);
    return next({ ctx: { scope, runtime: await getRuntime() } });
  });
}
