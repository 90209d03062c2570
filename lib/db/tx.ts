import { failpoint } from "@/lib/core/failpoints";
import { type Db, poolOf, type Tx } from "./client";
import type { Scope } from "./scope";
import { inSqlTransaction, type SqlTx } from "./sql-tx";

/**
 * Runs `work` in one transaction in which row-level security shows this workspace's rows only. `set_config(…, true)` ends with the transaction,
 * so neither a pool nor a pooler can carry it to the next caller. With a `point`, the commit has failpoints `<point>.before-commit` and `<point>.after-commit`.
 */
export async function inWorkspace<T>(scope: Scope, work: (tx: Tx) => Promise<T>, point?: string): Promise<T> {
  return run(scope.db, { setting: "app.workspace", value: scope.workspaceId, point }, work);
}

/** The same for hot paths that speak SQL alone: see sql-tx for what that saves. */
export async function inWorkspaceSql<T>(scope: Scope, work: (tx: SqlTx) => Promise<T>, point?: string): Promise<T> {
  return runSql(scope.db, { setting: "app.workspace", value: scope.workspaceId, point }, work);
}

/** The same for the rare work that holds a row lock around an outside call: it may take `timeoutMs` instead of a minute. */
export async function inWorkspaceFor<T>(scope: Scope, options: { timeoutMs: number }, work: (tx: Tx) => Promise<T>): Promise<T> {
  return run(scope.db, { setting: "app.workspace", value: scope.workspaceId, timeoutMs: options.timeoutMs }, work);
}

/**
 * For the few questions that come before a workspace is known: whose key, token or membership is this, which channels are due anywhere.
 * Row-level security lets these through by its own setting; nothing that a request names may steer them.
 */
export async function acrossWorkspaces<T>(db: Db, work: (tx: Tx) => Promise<T>, point?: string): Promise<T> {
  return run(db, { setting: "app.across", value: "on", point }, work);
}

/** The same for hot paths that speak SQL alone. */
export async function acrossWorkspacesSql<T>(db: Db, work: (tx: SqlTx) => Promise<T>): Promise<T> {
  return runSql(db, { setting: "app.across", value: "on" }, work);
}

interface RunOptions {
  setting: string;
  value: string;
  point?: string;
  timeoutMs?: number;
}

async function run<T>(db: Db, options: RunOptions, work: (tx: Tx) => Promise<T>): Promise<T> {
  const limits = options.timeoutMs === undefined ? undefined : { timeout: options.timeoutMs };
  const result = await db.$transaction(async tx => {
    await tx.$executeRaw`select set_config(${options.setting}, ${options.value}, true)`;
    const value = await work(tx);
    if (options.point) await failpoint(`${options.point}.before-commit`);
    return value;
  }, limits);
  if (options.point) await failpoint(`${options.point}.after-commit`);
  return result;
}

async function runSql<T>(db: Db, options: RunOptions, work: (tx: SqlTx) => Promise<T>): Promise<T> {
  const { setting, value, point } = options;
  const result = await inSqlTransaction(poolOf(db), { setting, value }, async tx => {
    const made = await work(tx);
    if (point) await failpoint(`${point}.before-commit`);
    return made;
  });
  if (point) await failpoint(`${point}.after-commit`);
  return result;
}
