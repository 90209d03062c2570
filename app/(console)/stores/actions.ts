"use server";
import { z } from "zod";
import { idSchema } from "@/lib/api/schemas/common";
import { testStore } from "@/lib/connections/test-store";
import { guarded } from "../action-client";

export const testStoreAction = guarded("stores:test")
  .inputSchema(z.strictObject({ id: idSchema }))
  .action(async ({ parsedInput: { id }, ctx: { scope, runtime } }) => testStore(scope, { id, runtime }));
