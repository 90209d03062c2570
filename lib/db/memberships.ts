import { newId } from "@/lib/core/ids";
import type { Db } from "./client";
import type { Role, Scope } from "./scope";
import { acrossWorkspaces, inWorkspace } from "./tx";

export interface Membership {
  workspaceId: string;
  workspaceName: string;
  workspaceSlug: string;
  role: Role;
  merchantId: string | null;
}

/** Every workspace this person belongs to, the oldest membership first. */
export async function listMembershipsOf(db: Db, userId: string): Promise<Membership[]> {
  const rows = await acrossWorkspaces(db, tx =>
    tx.membership.findMany({
      where: { userId },
      orderBy: { id: "asc" },
      select: { workspaceId: true, role: true, merchantId: true, workspace: { select: { name: true, slug: true } } },
    }),
  );
  return rows.map(row => ({
    workspaceId: row.workspaceId,
    workspaceName: row.workspace.name,
    workspaceSlug: row.workspace.slug,
    role: row.role as Role,
    merchantId: row.merchantId,
  }));
}

/** The people of a workspace, for its settings page. */
export async function listPeople(
  scope: Scope,
): Promise<{ userId: string; name: string; email: string; role: Role; merchantName: string | null; since: string }[]> {
  const rows = await inWorkspace(scope, tx =>
    tx.membership.findMany({
      where: { workspaceId: scope.workspaceId, ...(scope.merchantId ? { merchantId: scope.merchantId } : {}) },
      orderBy: { id: "asc" },
      include: { user: { select: { name: true, email: true } }, merchant: { select: { name: true } } },
    }),
  );
  return rows.map(row => ({
    userId: row.userId,
    name: row.user.name,
    email: row.user.email,
    role: row.role as Role,
    merchantName: row.merchant?.name ?? null,
    since: row.createdAt.toISOString(),
  }));
}

/** Adds a person, or changes the role of one who is a member already. */
export async function saveMembership(db: Db, input: { workspaceId: string; userId: string; role: Role }): Promise<void> {
  const { workspaceId, userId, role } = input;
  await acrossWorkspaces(db, tx =>
    tx.membership.upsert({
      where: { workspaceId_userId: { workspaceId, userId } },
      create: { id: newId(), workspaceId, userId, role },
      update: { role },
    }),
  );
}
