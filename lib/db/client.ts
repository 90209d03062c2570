import { PrismaPg } from "@prisma/adapter-pg";
import { Pool } from "pg";
import { PrismaClient } from "./generated/client";

export type Db = PrismaClient;
/** What a repository works with inside a transaction. */
export type Tx = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$use" | "$extends" | "$transaction">;

/**
 * The pool under each client. Kept on the global object, because the bundler gives pages and route handlers a copy of each module, and one copy may use a client
 * that another made.
 */
const shared = globalThis as { dockbridgePools?: WeakMap<Db, Pool> };

/** A client with its own pool. The caller owns it and disconnects it, which ends the pool too. */
export function createDb(options: { url: string; poolMax?: number }): Db {
  const pool = new Pool({
    connectionString: options.url,
    max: options.poolMax ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
  // An idle connection that the server ends is replaced at the next use; without a listener it would end the process.
  pool.on("error", () => undefined);
  const db = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    transactionOptions: { maxWait: 15_000, timeout: 60_000 },
  });
  shared.dockbridgePools ??= new WeakMap();
  shared.dockbridgePools.set(db, pool);
  return db;
}

/** The connections of a client, for hot paths that speak SQL alone (see sql-tx). */
export function poolOf(db: Db): Pool {
  const pool = shared.dockbridgePools?.get(db);
  if (!pool) throw new Error("this client was not made by createDb");
  return pool;
}
