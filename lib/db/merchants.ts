import type { Page } from "@/lib/api/schemas/common";
import type { Merchant } from "@/lib/api/schemas/merchant";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { isUniqueViolation } from "./errors";
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

const own = (scope: Scope): Prisma.MerchantWhereInput => ({
  workspaceId: scope.workspaceId,
  ...(scope.merchantId ? { id: scope.merchantId } : {}),
});

/** Oldest first. A person limited to one merchant sees that one. */
export async function listMerchants(scope: Scope, request: PageRequest = {}): Promise<Page<Merchant>> {
  const { take, orderBy, cursorWhere } = idPage(request);
  const rows = await inWorkspace(scope, tx => tx.merchant.findMany({ where: { AND: [own(scope), cursorWhere] }, select, take, orderBy }));
  return toIdPage(rows, { request, map: toMerchant });
}

/** Throws NotFoundError. */
export async function getMerchant(scope: Scope, request: { id: string }): Promise<Merchant> {
  const row = await inWorkspace(scope, tx => tx.merchant.findFirst({ where: { AND: [own(scope), { id: request.id }] }, select }));
  if (!row) throw new NotFoundError("merchant");
  return toMerchant(row);
}

/** Throws ConflictError `name_taken`. */
export async function insertMerchant(scope: Scope, input: { name: string }): Promise<Merchant> {
  return refusingTakenName(input.name, async () => {
    const row = await inWorkspace(scope, tx =>
      tx.merchant.create({ data: { id: newId(), workspaceId: scope.workspaceId, name: input.name }, select }),
    );
    return toMerchant(row);
  });
}

/** Throws NotFoundError, ConflictError `name_taken`. */
export async function renameMerchant(scope: Scope, input: { id: string; name: string }): Promise<Merchant> {
  return refusingTakenName(input.name, async () => {
    const { count } = await inWorkspace(scope, tx =>
      tx.merchant.updateMany({ where: { AND: [own(scope), { id: input.id }] }, data: { name: input.name } }),
    );
    if (count === 0) throw new NotFoundError("merchant");
    return getMerchant(scope, input);
  });
}

/** Throws NotFoundError, ConflictError `in_use` while stores or people depend on it. */
export async function removeMerchant(scope: Scope, request: { id: string }): Promise<void> {
  await inWorkspace(scope, async tx => {
    const row = await tx.merchant.findFirst({
      where: { AND: [own(scope), { id: request.id }] },
      select: { _count: { select: { stores: true, memberships: true } } },
    });
    if (!row) throw new NotFoundError("merchant");
    if (row._count.stores > 0) {
      throw new ConflictError({ code: "in_use", message: "This merchant still has stores.", nextStep: "Delete its stores first." });
    }
    if (row._count.memberships > 0) {
      throw new ConflictError({
        code: "in_use",
        message: "People are limited to this merchant.",
        nextStep: "Change or remove their membership first.",
      });
    }
    await tx.merchant.delete({ where: { id: request.id } });
  });
}

async function refusingTakenName<T>(name: string, work: () => Promise<T>): Promise<T> {
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
