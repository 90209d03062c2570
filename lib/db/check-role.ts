import { Client } from "pg";
import { AppError } from "@/lib/core/errors";

/**
 * Row-level security does not bind a superuser, nor a role with BYPASSRLS: with one of them the second fence between workspaces is not there.
 * @throws AppError `role_too_strong`, whose next step is the SQL that makes an ordinary role.
 */
export async function assertOrdinaryRole(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; strong: boolean; database: string }>(
      "select rolname as name, rolsuper or rolbypassrls as strong, current_database() as database from pg_roles where rolname = current_user",
    );
    const role = rows[0];
    if (!role?.strong) return;
    throw new AppError({
      code: "role_too_strong",
      message: `DATABASE_URL signs in as "${role.name}", which row-level security does not bind (superuser or BYPASSRLS).`,
      owner: "operator",
      nextStep: [
        "Make an ordinary role that owns the database, and use it in DATABASE_URL:",
        "  create role dockbridge login password '…' nosuperuser nobypassrls;",
        `  alter database "${role.database}" owner to dockbridge;`,
      ].join("\n"),
    });
  } finally {
    await client.end();
  }
}
