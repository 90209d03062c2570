import type { Page } from "@/lib/api/schemas/common";
import type { Merchant } from "@/lib/api/schemas/merchant";
import { NotFoundError } from "@/lib/core/errors";
import type { Prisma } from "./generated/client";
import { idPage, type PageRequest, toIdPage } from "./page";
import type { Scope } from "./scope";
import { inWorkspace } from "./tx";

const select = { id: true, name: true, createdAt: true, _count: { select: { stores: true } } } satisfies Prisma.MerchantSelect;
type Row = Prisma.MerchantGetPayload<{ select: typeof select }>;

const toMerchant = (row: Row): Merchant => ({
  id: row.id,
  name: row.name,
  createdAt: row.createdAt.toISOString(),
  storeCount: row._count.stores,
});

/** A person limited to one merchant has that one. */
export const ownMerchants = (scope: Scope): Prisma.MerchantWhereInput => ({
  workspaceId: scope.workspaceId,
  ...(scope.merchantId ? { id: scope.merchantId } : {}),
});

/** Oldest first. A person limited to one merchant sees that one. */
export async function listMerchants(scope: Scope, request: PageRequest = {}): Promise<Page<Merchant>> {
  const { take, orderBy, cursorWhere } = idPage(request);
  const rows = await inWorkspace(scope, tx =>
    tx.merchant.findMany({ where: { AND: [ownMerchants(scope), cursorWhere] }, select, take, orderBy }),
  );
  return toIdPage(rows, { request, map: toMerchant });
}

/** Throws NotFoundError. */
export async function getMerchant(scope: Scope, request: { id: string }): Promise<Merchant> {
  const row = await inWorkspace(scope, tx => tx.merchant.findFirst({ where: { AND: [ownMerchants(scope), { id: request.id }] }, select }));
  if (!row) throw new NotFoundError("merchant");
  return toMerchant(row);
}
