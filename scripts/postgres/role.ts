import { Client, escapeIdentifier, escapeLiteral } from "pg";
import type { Cluster } from "./cluster";

/** The app's role. An ordinary one: a superuser walks through row-level security. */
export const APP_ROLE = "dockbridge";

/** Runs `work` on a superuser session of `database`. */
export async function asSuperuser<T>(
  cluster: Pick<Cluster, "superUrl">,
  work: (client: Client) => Promise<T>,
  database?: string,
): Promise<T> {
  const client = new Client({ connectionString: cluster.superUrl(database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the app's role and its database when they are missing, and sets the role's password. Safe to run again. */
export async function ensureAppDatabase(cluster: Cluster, options: { password: string; database: string }): Promise<string> {
  await asSuperuser(cluster, async client => {
    const role = await client.query("select 1 from pg_roles where rolname = $1", [APP_ROLE]);
    const verb = role.rowCount ? "alter" : "create";
    await client.query(
      `${verb} role ${APP_ROLE} login nosuperuser nocreatedb nocreaterole nobypassrls password ${escapeLiteral(options.password)}`,
    );
    const database = await client.query("select 1 from pg_database where datname = $1", [options.database]);
    if (!database.rowCount) await client.query(`create database ${escapeIdentifier(options.database)} owner ${APP_ROLE}`);
  });
  return appUrl({ port: cluster.port, ...options });
}

/** Connection string of the app's role. */
export function appUrl(options: { port: number; password: string; database: string }): string {
  return `postgresql://${APP_ROLE}:${options.password}@127.0.0.1:${options.port}/${options.database}`;
}
