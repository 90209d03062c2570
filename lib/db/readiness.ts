import type { Db } from "./client";

export interface Readiness {
  database: boolean;
  /** Every migration that began has ended, and there is at least one. */
  migrations: boolean;
  /** The queue's tables are there. */
  queue: boolean;
}

const NOT_READY: Readiness = { database: false, migrations: false, queue: false };

/** What the product needs to work, each asked of the database itself. Never throws: a database that is away is an answer. */
export async function readReadiness(db: Db): Promise<Readiness> {
  try {
    const [tables] = await db.$queryRaw<{ migrations: boolean; queue: boolean }[]>`
      select to_regclass('public._prisma_migrations') is not null as migrations, to_regclass('pgboss.job') is not null as queue`;
    if (!tables?.migrations) return { ...NOT_READY, database: true, queue: tables?.queue ?? false };
    const [row] = await db.$queryRaw<{ done: bigint; broken: bigint }[]>`
      select count(*) filter (where finished_at is not null) as done,
        count(*) filter (where finished_at is null and rolled_back_at is null) as broken from _prisma_migrations`;
    return { database: true, migrations: Number(row?.done) > 0 && Number(row?.broken) === 0, queue: tables.queue };
  } catch {
    return NOT_READY;
  }
}

/** Names of the migrations that have been applied. Empty when there is no such table. */
export async function listAppliedMigrations(db: Db): Promise<string[]> {
  const [table] = await db.$queryRaw<{ exists: boolean }[]>`select to_regclass('public._prisma_migrations') is not null as exists`;
  if (!table?.exists) return [];
  const rows = await db.$queryRaw<{ name: string }[]>`
    select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null order by migration_name`;
  return rows.map(row => row.name);
}

/** How far the database's clock is ahead of ours, in milliseconds; half the round trip is taken off. */
export async function readClockSkewMs(db: Db): Promise<number> {
  const beforeMs = Date.now();
  const [row] = await db.$queryRaw<{ ms: number }[]>`select extract(epoch from clock_timestamp())::float8 * 1000 as ms`;
  const afterMs = Date.now();
  return Math.round((row?.ms ?? afterMs) - (beforeMs + afterMs) / 2);
}
