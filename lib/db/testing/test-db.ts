import { randomBytes } from "node:crypto";
import { Client, escapeIdentifier } from "pg";
import { inject } from "vitest";
import { APP_ROLE, appUrl } from "@/scripts/postgres/role";
import { createDb, type Db } from "../client";

export interface TestDb {
  db: Db;
  /** Connection string of the app's ordinary role, for child processes and second clients. */
  url: string;
  /** Disconnects and drops the database, whoever else is still connected. */
  close(): Promise<void>;
}

/**
 * A database of this test's own, cloned from the migrated template, with all tables empty. Connected as the app's role, so row-level security
 * bites as it does in production. `poolMax` is the client's number of connections.
 */
export async function createTestDb(options: { poolMax?: number } = {}): Promise<TestDb> {
  const server = inject("postgres");
  const database = `test_${randomBytes(8).toString("hex")}`;
  await asSuperuser(`create database ${escapeIdentifier(database)} template ${escapeIdentifier(server.template)} owner ${APP_ROLE}`);
  const url = appUrl({ port: server.port, password: server.appPassword, database });
  const db = createDb({ url, poolMax: options.poolMax ?? 5 });
  return {
    db,
    url,
    async close() {
      await db.$disconnect();
      await asSuperuser(`drop database if exists ${escapeIdentifier(database)} with (force)`);
    },
  };
}

async function asSuperuser(sql: string): Promise<void> {
  const { port, superPassword } = inject("postgres");
  const client = new Client({ connectionString: `postgresql://postgres:${superPassword}@127.0.0.1:${port}/postgres` });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
