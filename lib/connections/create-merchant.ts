import type { Merchant } from "@/lib/api/schemas/merchant";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { isUniqueViolation } from "@/lib/db/errors";
import { addAudit } from "@/lib/db/events";
import { getMerchant } from "@/lib/db/merchants";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";

/** Throws ConflictError `name_taken`. */
export async function createMerchant(scope: Scope, params: { input: { name: string } }): Promise<Merchant> {
  const { name } = params.input;
  const id = newId();
  await refusingTakenName(name, () =>
    inWorkspace(scope, async tx => {
      await tx.merchant.create({ data: { id, workspaceId: scope.workspaceId, name } });
      await addAudit(tx, scope, { kind: "merchant.created", text: `Added the merchant "${name}".`, data: { merchantId: id } });
    }),
  );
  return getMerchant(scope, { id });
}

/** Two merchants of one workspace never share a name: people tell them apart by it. */
export async function refusingTakenName<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ConflictError({
      code: "name_taken",
      message: `There is already a merchant named "${name}".`,
      nextStep: "Choose another name.",
    });
  }
}
