import type { Merchant } from "@/lib/api/schemas/merchant";
import { NotFoundError } from "@/lib/core/errors";
import { addAudit } from "@/lib/db/events";
import { getMerchant, ownMerchants } from "@/lib/db/merchants";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { refusingTakenName } from "./create-merchant";

/** Throws NotFoundError, ConflictError `name_taken`. */
export async function renameMerchant(scope: Scope, params: { id: string; name: string }): Promise<Merchant> {
  const { id, name } = params;
  await refusingTakenName(name, () =>
    inWorkspace(scope, async tx => {
      const { count } = await tx.merchant.updateMany({ where: { AND: [ownMerchants(scope), { id }] }, data: { name } });
      if (count === 0) throw new NotFoundError("merchant");
      await addAudit(tx, scope, { kind: "merchant.renamed", text: `Renamed a merchant to "${name}".`, data: { merchantId: id } });
    }),
  );
  return getMerchant(scope, { id });
}
