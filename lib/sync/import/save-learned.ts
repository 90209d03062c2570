import { inWorkspace } from "@/lib/db/tx";
import type { ChannelRun } from "../context";

/** Remembers a fact about this instance (e.g. that lists with `$expand` fail there), so that the next run starts with it. */
export async function saveLearned(run: ChannelRun, fact: Record<string, unknown>): Promise<void> {
  Object.assign(run.store.learned, fact);
  await inWorkspace(
    run.scope,
    tx => tx.$executeRaw`update "Store" set learned = learned || ${JSON.stringify(fact)}::jsonb where id = ${run.store.id}::uuid`,
  );
}
