import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { newId } from "@/lib/core/ids";
import { migrate } from "./migrate";
import { diffSchemas } from "./migrate-engine";
import { systemScope } from "./scope";
import { createTestDb, type TestDb } from "./testing/test-db";
import { acrossWorkspaces, inWorkspace } from "./tx";

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());

async function addWorkspace(): Promise<{ workspaceId: string; merchantId: string }> {
  const [workspaceId, merchantId] = [newId(), newId()];
  await test.db.workspace.create({ data: { id: workspaceId, name: "Northwind", slug: workspaceId, dataKeySealed: "x" } });
  await inWorkspace(systemScope(test.db, workspaceId), tx => tx.merchant.create({ data: { id: merchantId, workspaceId, name: "Acme" } }));
  return { workspaceId, merchantId };
}

describe("row-level security", () => {
  it("is forced, with one policy, on every table that carries a workspace", async () => {
    const rows = await test.db.$queryRaw<{ name: string; fenced: boolean; policies: bigint }[]>`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as fenced,
        (select count(*) from pg_policy p where p.polrelid = c.oid and p.polwithcheck is not null and p.polqual is not null) as policies
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attname = 'workspaceId' and not a.attisdropped`;
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter(row => !row.fenced || Number(row.policies) !== 1)).toEqual([]);
  });

  it("binds the app's role: it is no superuser and does not bypass", async () => {
    const rows = await test.db
      .$queryRaw`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user`;
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }]);
  });

  it("shows nothing without a workspace, only its own rows with one, and all across", async () => {
    const mine = await addWorkspace();
    const other = await addWorkspace();
    expect(await test.db.merchant.count()).toBe(0);
    const seen = await inWorkspace(systemScope(test.db, mine.workspaceId), tx => tx.merchant.findMany());
    expect(seen.map(row => row.id)).toEqual([mine.merchantId]);
    const all = await acrossWorkspaces(test.db, tx => tx.merchant.findMany());
    expect(all.map(row => row.id)).toEqual(expect.arrayContaining([mine.merchantId, other.merchantId]));
    expect(await test.db.merchant.count(), "the setting ended with its transaction").toBe(0);
  });

  it("refuses to write a row into another workspace", async () => {
    const mine = await addWorkspace();
    const other = await addWorkspace();
    const write = inWorkspace(systemScope(test.db, mine.workspaceId), tx =>
      tx.merchant.create({ data: { id: newId(), workspaceId: other.workspaceId, name: "Smuggled" } }),
    );
    await expect(write).rejects.toThrow(/row-level security/);
  });
});

describe("constraints", () => {
  const problem = (workspaceId: string, closedAt: Date | null) => ({
    id: newId(),
    workspaceId,
    key: "k",
    code: "c",
    message: "m",
    owner: "nobody",
    nextStep: "n",
    stops: "order",
    closedAt,
  });

  it("allow one open problem per key and any number of closed ones", async () => {
    const { workspaceId } = await addWorkspace();
    const scope = systemScope(test.db, workspaceId);
    const add = (closedAt: Date | null) => inWorkspace(scope, tx => tx.problem.create({ data: problem(workspaceId, closedAt) }));
    await add(new Date(0));
    await add(new Date(0));
    await add(null);
    await expect(add(null)).rejects.toThrow(/Unique constraint/);
  });

  it("refuse values outside the closed sets", async () => {
    const { workspaceId } = await addWorkspace();
    const write = inWorkspace(systemScope(test.db, workspaceId), tx =>
      tx.problem.create({ data: { ...problem(workspaceId, null), stops: "everything" } }),
    );
    await expect(write).rejects.toThrow(/Problem_stops_known/);
  });
});

describe("migrate", () => {
  it("changes nothing when run again, also from several processes at once", async () => {
    const results = await Promise.all([1, 2, 3].map(() => migrate({ url: test.url })));
    expect(results.map(result => result.applied)).toEqual([[], [], []]);
  });

  it("gives exactly the tables that the schema describes", async () => {
    const server = inject("postgres");
    const sql = await diffSchemas({
      url: `postgresql://postgres:${server.superPassword}@127.0.0.1:${server.port}/postgres`,
      from: null,
      to: await readFile("prisma/schema.prisma", "utf8"),
    });
    const shape = () => test.db.$queryRaw`
      select table_name, column_name, data_type, udt_name, is_nullable, column_default, numeric_precision, numeric_scale, datetime_precision
      from information_schema.columns where table_schema = current_schema() and table_name <> '_prisma_migrations' order by 1, 2`;
    const indexes = () => test.db.$queryRaw<{ indexname: string; indexdef: string }[]>`
      select indexname, replace(indexdef, current_schema() || '.', '') as indexdef from pg_indexes where schemaname = current_schema()
      and tablename <> '_prisma_migrations' and indexdef not like '% WHERE %' order by 1`;
    const migrated = { shape: await shape(), indexes: await indexes() };
    const fresh = await createTestDb({ poolMax: 1 });
    try {
      await fresh.db.$executeRawUnsafe("drop schema public cascade");
      await fresh.db.$executeRawUnsafe("create schema public");
      for (const statement of sql.split(/;\s*\n/).filter(part => part.trim())) await fresh.db.$executeRawUnsafe(statement);
      const old = test.db;
      test.db = fresh.db;
      const wanted = { shape: await shape(), indexes: await indexes() };
      test.db = old;
      expect(migrated).toEqual(wanted);
    } finally {
      await fresh.close();
    }
  });
});
