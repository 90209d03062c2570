import { acrossWorkspaces } from "@/lib/db/tx";
import type { LoopRuntime } from "./context";

/** Drops what is kept for a time only: exchanges after 30 days, idempotency answers after two, sign-in attempts after a day, webhook bodies after 30 days. */
export async function housekeep(runtime: LoopRuntime): Promise<void> {
  await acrossWorkspaces(runtime.db, async tx => {
    await tx.$executeRaw`delete from "Exchange" where at < clock_timestamp() - interval '30 days'`;
    await tx.$executeRaw`delete from "IdempotencyRecord" where "createdAt" < clock_timestamp() - interval '2 days'`;
    await tx.$executeRaw`delete from "SignInAttempt" where at < clock_timestamp() - interval '1 day'`;
    await tx.$executeRaw`delete from "WebhookInbox" where "receivedAt" < clock_timestamp() - interval '30 days' and "processedAt" is not null`;
  });
}
