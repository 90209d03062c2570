import type { ProofStage, WarehouseProof } from "@/lib/api/schemas/proof";
import { AppError, type Owner } from "@/lib/core/errors";
import { HttpError } from "@/lib/core/http-types";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import type { VerifyResult } from "@/lib/warehouses/contract";
import { closeSignInProblems } from "./close-sign-in-problems";
import { openWarehouse } from "./open-warehouse";
import type { Runtime } from "./runtime";

/** Asks the warehouse whether it accepts the key, and saves the answer. A warehouse that is away is a failed stage, not an error. Throws NotFoundError. */
export async function testWarehouse(scope: Scope, params: { id: string; runtime: Runtime }): Promise<WarehouseProof> {
  const { id, runtime } = params;
  const at = runtime.clock.now();
  const result = await verify(scope, { warehouseId: id, runtime });
  const proof = toProof(result, at);
  await inWorkspace(scope, async tx => {
    const where = { workspaceId: scope.workspaceId, id };
    const isRefused = !proof.ok && proof.stages.some(stage => stage.stage === "token" && !stage.ok);
    await tx.warehouse.updateMany({ where, data: { lastProof: proof, lastProofAt: at, ...(proof.ok ? { signInRefusedAt: null } : {}) } });
    if (isRefused)
      await tx.warehouse.updateMany({
        where: { ...where, signInRefusedAt: null },
        data: { signInRefusedAt: at, signInRefusal: refusalOf(proof) },
      });
    if (proof.ok) await closeSignInProblems(tx, { workspaceId: scope.workspaceId, warehouseId: id });
  });
  await runtime.exchanges.flush();
  return proof;
}

type Verified = VerifyResult | { status: "failed"; code: string; message: string; owner: Owner; nextStep?: string };

async function verify(scope: Scope, request: { warehouseId: string; runtime: Runtime }): Promise<Verified> {
  const { session } = await openWarehouse(scope, request);
  try {
    return await session.verify();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const message = error instanceof HttpError ? "The warehouse can't be reached at the moment." : error.userMessage;
    return { status: "failed", code: error.code, message, owner: error.owner, ...(error.nextStep ? { nextStep: error.nextStep } : {}) };
  }
}

function toProof(result: Verified, at: Date): WarehouseProof {
  const passed = (stage: "address" | "token") => ({ stage, ok: true });
  const stamp = at.toISOString();
  if (result.status === "connected")
    return { ok: true, at: stamp, stages: [passed("address"), passed("token")], accountName: result.accountName };
  const isAway = result.status === "failed" || result.code === "unreachable" || result.code === "timeout" || result.code === "throttled";
  const failed = {
    ok: false,
    code: result.code,
    message: result.message,
    owner: result.status === "failed" ? result.owner : ("operator" satisfies Owner),
    nextStep:
      (result.status === "failed" ? result.nextStep : undefined) ??
      "Enter a current API key and secret: ShipStation → Settings → Account → API Settings.",
  };
  const stages = isAway ? [{ stage: "address" as const, ...failed }] : [passed("address"), { stage: "token" as const, ...failed }];
  return { ok: false, at: stamp, stages };
}

function refusalOf(proof: WarehouseProof): { code: string; message: string; owner: Owner; nextStep: string | null } {
  const stage: Omit<ProofStage, "stage"> | undefined = proof.stages.find(candidate => !candidate.ok);
  return {
    code: stage?.code ?? "key_refused",
    message: stage?.message ?? "The warehouse refused the key.",
    owner: stage?.owner ?? "operator",
    nextStep: stage?.nextStep ?? null,
  };
}
