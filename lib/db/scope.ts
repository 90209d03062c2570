import type { Db } from "./client";

export type Role = "owner" | "admin" | "operator" | "viewer";

export type Actor =
  | { kind: "user"; id: string; name: string; role: Role }
  | { kind: "key"; id: string; name: string; scopes: string[] }
  | { kind: "system"; id: "dockbridge"; name: string };

declare const scopeBrand: unique symbol;

/**
 * Whose rows a repository may touch, and on whose behalf. Repositories take nothing else as proof: only the guard (people and API keys) and
 * the background process make scopes, so a query without a checked caller does not compile.
 */
export interface Scope {
  readonly db: Db;
  readonly workspaceId: string;
  /** Set: only this merchant's rows. */
  readonly merchantId: string | null;
  readonly actor: Actor;
  readonly [scopeBrand]: true;
}

/** For the guard alone: a person or a key whose right to this workspace has just been checked. */
export function checkedScope(input: { db: Db; workspaceId: string; merchantId: string | null; actor: Actor }): Scope {
  return { ...input } as Scope;
}

/** For the loop and for commands: the system acting inside one workspace. */
export function systemScope(db: Db, workspaceId: string): Scope {
  return checkedScope({ db, workspaceId, merchantId: null, actor: { kind: "system", id: "dockbridge", name: "Dockbridge" } });
}
