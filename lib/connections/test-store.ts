import type { ProofResult } from "@/lib/acumatica/proof-stages";
import { runProofTest } from "@/lib/acumatica/proof-test";
import type { Proof, ProofStage } from "@/lib/api/schemas/proof";
import type { Store } from "@/lib/api/schemas/store";
import type { Scope } from "@/lib/db/scope";
import { getStore } from "@/lib/db/stores";
import { inWorkspace } from "@/lib/db/tx";
import { closeSignInProblems } from "./close-sign-in-problems";
import { openStoreCredentials, storeHttp } from "./open-store";
import type { Runtime } from "./runtime";
import { createTokenStore } from "./token-store";

/** Runs the proof test of a store to its end and saves it. What the store gets wrong is a failed stage, not an error. Throws NotFoundError. */
export async function testStore(scope: Scope, params: { id: string; runtime: Runtime }): Promise<Proof> {
  const stages: ProofStage[] = [];
  for await (const stage of streamStoreTest(scope, params)) stages.push(stage);
  return toProof(stages, params.runtime.clock.now());
}

/**
 * The same line by line, for a screen that shows it while it runs. The result is saved after the last line; a caller that leaves early saves nothing. A token
 * that was received clears a remembered refusal, so that what it stopped goes on. Throws NotFoundError.
 */
export async function* streamStoreTest(scope: Scope, params: { id: string; runtime: Runtime }): AsyncGenerator<ProofStage, void, void> {
  const { id, runtime } = params;
  const store = await getStore(scope, { id });
  const stages: ProofStage[] = [];
  for await (const result of runProofTest(await proofOptions(scope, { store, runtime }))) {
    const stage = toStage(result);
    stages.push(stage);
    yield stage;
  }
  await saveProof(scope, { id, stages, at: runtime.clock.now() });
  await runtime.exchanges.flush();
}

async function proofOptions(
  scope: Scope,
  { store, runtime }: { store: Store; runtime: Runtime },
): Promise<Parameters<typeof runProofTest>[0]> {
  const { settings } = store;
  return {
    http: storeHttp(scope, { runtime, storeId: store.id, settings }),
    clock: runtime.clock,
    tokens: createTokenStore(scope, { storeId: store.id, runtime }),
    credentials: await openStoreCredentials(scope, { storeId: store.id, runtime, signIn: store.credentials }),
    settings,
    needs: {
      orderType: settings.orderType,
      warehouseId: settings.defaultWarehouseId,
      importViaShipments: settings.importViaShipments,
      includePackageContents: settings.includePackageContents,
    },
  };
}

/** A stage that does not apply has not failed; one that was never reached has not passed. */
function toStage({ ok, code, ...rest }: ProofResult): ProofStage {
  if (ok !== null) return { ...rest, ok, ...(code === undefined ? {} : { code }) };
  return { ...rest, ok: code !== "not_reached", skipped: true, ...(code === undefined ? {} : { code }) };
}

function toProof(stages: ProofStage[], at: Date): Proof {
  return { ok: stages.every(stage => stage.ok), at: at.toISOString(), stages };
}

async function saveProof(scope: Scope, result: { id: string; stages: ProofStage[]; at: Date }): Promise<void> {
  const { id, stages, at } = result;
  const { workspaceId } = scope;
  await inWorkspace(scope, async tx => {
    await tx.store.updateMany({ where: { workspaceId, id }, data: { lastProof: toProof(stages, at), lastProofAt: at } });
    const hasToken = stages.some(stage => stage.stage === "token" && stage.ok);
    if (hasToken) await closeSignInProblems(tx, { workspaceId, storeId: id });
  });
}
