import { Client } from "pg";
import { PgBoss } from "pg-boss";
import { listMigrations, NO_FILTER, withSchemaEngine } from "./migrate-engine";

/** Any number; the same for every process that migrates. */
const MIGRATION_LOCK = 4_815_162_342;

export interface MigrateResult {
  /** Names of the migrations that were applied now, in order. */
  applied: string[];
}

/**
 * Brings the database at `url` to the newest schema, ours and the queue's. Safe to run again and from several machines at once: they wait for
 * each other. Fills `_prisma_migrations` as `prisma migrate deploy` does, so both can be used on one database. Throws when a migration fails or
 * when an earlier one was left half done; nothing after it is applied.
 */
export async function migrate(options: { url: string; migrationsDir?: string }): Promise<MigrateResult> {
  const lock = new Client({ connectionString: options.url });
  await lock.connect();
  try {
    await lock.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    const migrationsList = await listMigrations(options.migrationsDir);
    const { appliedMigrationNames } = await withSchemaEngine(options.url, engine =>
      engine.applyMigrations({ migrationsList, filters: NO_FILTER }),
    );
    await migrateQueue(options.url);
    return { applied: appliedMigrationNames };
  } finally {
    await lock.end();
  }
}

/** The queue's own tables. Done here and nowhere else, so that web and worker start without rights or time to change a schema. */
async function migrateQueue(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, max: 2, migrate: true, supervise: false, schedule: false });
  let failure: Error | undefined;
  boss.on("error", error => {
    failure = error;
  });
  await boss.start();
  await boss.stop({ graceful: false, close: true });
  if (failure) throw failure;
}
