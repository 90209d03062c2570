"use server";
import { z } from "zod";
import { idSchema, nameSchema } from "@/lib/api/schemas/common";
import { createApiKeySecret } from "@/lib/auth/api-key-secret";
import { NotFoundError } from "@/lib/core/errors";
import { insertApiKey, revokeApiKey } from "@/lib/db/api-keys";
import { revokeSession } from "@/lib/db/sessions";
import { guarded } from "../action-client";

const DAY_MS = 86_400_000;

/** The key itself is in the answer, once; only its hash is kept. */
export const createApiKeyAction = guarded("api_keys:write")
  .inputSchema(
    z.strictObject({
      name: nameSchema,
      access: z.enum(["all", "read"]),
      days: z.union([z.literal(0), z.literal(30), z.literal(90), z.literal(365)]),
    }),
  )
  .action(async ({ parsedInput: { name, access, days }, ctx: { scope, runtime } }) => {
    const { secret, hash, prefix } = createApiKeySecret();
    const expiresAt = days === 0 ? null : new Date(runtime.clock.now().getTime() + days * DAY_MS);
    await insertApiKey(scope, { name, hash, prefix, scopes: [access], expiresAt });
    return { secret };
  });

export const revokeApiKeyAction = guarded("api_keys:write")
  .inputSchema(z.strictObject({ id: idSchema }))
  .action(async ({ parsedInput: { id }, ctx: { scope, runtime } }) => {
    await revokeApiKey(scope, { id, now: runtime.clock.now() });
  });

/** A person ends their own sessions only. */
export const revokeSessionAction = guarded(null)
  .inputSchema(z.strictObject({ id: idSchema }))
  .action(async ({ parsedInput: { id }, ctx: { person, runtime } }) => {
    if (!person) throw new NotFoundError("session");
    await revokeSession(runtime.db, { id, userId: person.user.id, now: runtime.clock.now() });
  });
