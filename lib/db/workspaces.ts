import type { Db } from "./client";
import type { NewWorkspace } from "./users";

/** By slug, id or exact name: what a person types at a command. Null when there is none, or when two share the name. */
export async function findWorkspace(db: Db, word: string): Promise<{ id: string; name: string; slug: string } | null> {
  const rows = await db.workspace.findMany({
    where: { OR: [{ slug: word }, { name: word }] },
    select: { id: true, name: true, slug: true },
    take: 2,
  });
  return rows.length === 1 ? (rows[0] ?? null) : null;
}

/** Every workspace, oldest first; for commands that walk them all. */
export async function listWorkspaces(db: Db): Promise<{ id: string; name: string; slug: string }[]> {
  return db.workspace.findMany({ select: { id: true, name: true, slug: true }, orderBy: { id: "asc" } });
}

export async function insertWorkspace(db: Db, input: NewWorkspace): Promise<void> {
  await db.workspace.create({ data: input });
}
