/**
 * Writes the SQL that leads from the last migration to prisma/schema.prisma into a new folder: `npm run make-migration -- add-labels`.
 *
 * Each folder keeps the schema it leads to, and the next one starts from there: the WebAssembly engine can't read a live database back (it
 * stumbles over the catalogue's "char" columns). Row-level security, checks and partial indexes are outside Prisma's language: add them to the
 * file by hand. `lib/db/migrate.db.test.ts` proves that the migrations give what the schema says.
 */
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { diffSchemas } from "../lib/db/migrate-engine";
import { startThrowawayCluster } from "./postgres/throwaway";

const MIGRATIONS = resolve("prisma/migrations");
const SCHEMA = resolve("prisma/schema.prisma");

async function main(): Promise<void> {
  const name = process.argv[2];
  if (!name || !/^[a-z0-9_-]+$/.test(name)) throw new Error("Give the migration a name: npm run make-migration -- add-labels");
  const folders = (await readdir(MIGRATIONS, { withFileTypes: true })).filter(entry => entry.isDirectory()).map(entry => entry.name);
  const last = folders.sort().at(-1);
  const from = last ? await readFile(join(MIGRATIONS, last, "schema.prisma"), "utf8") : null;
  const sql = await diff(from, await readFile(SCHEMA, "utf8"));
  if (sql === "") return console.log("The migrations already give this schema.");
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join(MIGRATIONS, `${stamp}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "migration.sql"), sql);
  await copyFile(SCHEMA, join(folder, "schema.prisma"));
  console.log(`Wrote ${folder}/migration.sql`);
}

async function diff(from: string | null, to: string): Promise<string> {
  const cluster = await startThrowawayCluster();
  try {
    return await diffSchemas({ url: cluster.superUrl(), from, to });
  } finally {
    await cluster.stop();
  }
}

await main();
