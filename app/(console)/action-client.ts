import { createSafeActionClient } from "next-safe-action";
import type { ActionRefusal } from "@/components/patterns/use-act";
import { reportFailure } from "@/lib/api/report-failure";
import type { Permission } from "@/lib/auth/permissions";
import { requireScope } from "@/lib/auth/require-scope";
import { AppError, InvalidInputError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { hasPlainTexts } from "@/lib/core/plain-text";

const client = createSafeActionClient({
  async handleServerError(error): Promise<ActionRefusal> {
    if (error instanceof AppError) {
      return { code: error.code, message: error.userMessage, nextStep: error.nextStep, field: error.field };
    }
    const reference = newId();
    await reportFailure("a server action failed", { error, requestId: reference });
    return { code: "internal_error", message: `Something went wrong in Dockbridge itself. Reference ${reference}.` };
  },
});

/** A server action behind the guard: it gets the caller's scope, and what verbs work with. */
export function guarded(permission: Permission | null) {
  return client.use(async ({ next, clientInput }) => {
    const ctx = await requireScope(permission);
    if (!hasPlainTexts(clientInput)) throw new InvalidInputError({ message: "The form contains characters that are no text." });
    return next({ ctx });
  });
}
