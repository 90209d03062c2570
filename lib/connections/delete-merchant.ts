import { NotFoundError } from "@/lib/core/errors";
import { addAudit } from "@/lib/db/events";
import { ownMerchants } from "@/lib/db/merchants";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { inUse } from "./in-use";

/** Throws NotFoundError, ConflictError `in_use` while stores or people depend on it. */
export async function deleteMerchant(scope: Scope, params: { id: string }): Promise<void> {
  const { id } = params;
  await inWorkspace(scope, async tx => {
    const row = await tx.merchant.findFirst({
      where: { AND: [ownMerchants(scope), { id }] },
      select: { name: true, _count: { select: { stores: true, memberships: true } } },
    });
    if (!row) throw new NotFoundError("merchant");
    if (row._count.stores > 0) throw inUse("This merchant still has stores.", "Delete its stores first.");
    if (row._count.memberships > 0) throw inUse("People are limited to this merchant.", "Change or remove their membership first.");
    await tx.merchant.deleteMany({ where: { workspaceId: scope.workspaceId, id } });
    await addAudit(tx, scope, { kind: "merchant.deleted", text: `Deleted the merchant "${row.name}".`, data: { merchantId: id } });
  });
}
