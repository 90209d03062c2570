import { acrossWorkspaces } from "@/lib/db/tx";
import type { LoopRuntime } from "./context";

/**
 * Drops what is kept for a time only: exchanges, webhook bodies and runs after 30 days (a channel makes hundreds of runs a day), idempotency answers after two, sign-in
 * attempts after one. Orders, their timeline and the audit log are kept.
 */
export async function housekeep(runtime: LoopRuntime): Promise<void> {
  await acrossWorkspaces(runtime.db, async tx => {
    await tx.$executeRaw`delete from "Exchange" where at < clock_timestamp() - interval '30 days'`;
    await tx.$executeRaw`delete from "IdempotencyRecord" where "createdAt" < clock_timestamp() - interval '2 days'`;
    await tx.$executeRaw`delete from "SignInAttempt" where at < clock_timestamp() - interval '1 day'`;
    await tx.$executeRaw`delete from "WebhookInbox" where "receivedAt" < clock_timestamp() - interval '30 days' and "processedAt" is not null`;
    await tx.$executeRaw`delete from "Run" where "endedAt" < clock_timestamp() - interval '30 days'`;
  });
}
