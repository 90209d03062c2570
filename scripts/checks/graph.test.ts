import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const require = createRequire(import.meta.url);
const run = promisify(execFile);

interface Violation {
  from: string;
  rule: { name: string; severity: string };
}

/** A small house in which everybody keeps to the rules. */
const HOUSE: Record<string, string> = {
  "lib/core/ids.ts": "export const ids = 1;",
  "lib/orders/order.ts": 'import { ids } from "@/lib/core/ids"; export const order = ids; export interface Order { id: string }',
  "lib/vault/vault.ts": 'import { ids } from "@/lib/core/ids"; export const vault = ids;',
  "lib/vault/vault-keys.ts": "export const parse = 1;",
  "lib/env/get-env.ts": 'import { parse } from "@/lib/vault/vault-keys"; export const env = parse;',
  "lib/db/client.ts": 'import { PrismaPg } from "@prisma/adapter-pg"; export const db = PrismaPg; export type Db = typeof db;',
  "lib/db/orders.ts": 'import { db } from "./client"; export const listOrders = db; export type Row = { id: string };',
  "lib/acumatica/client.ts": 'import { order } from "@/lib/orders/order"; export const client = order;',
  "lib/mapping/sku.ts": 'import { order } from "@/lib/orders/order"; export const sku = order;',
  "lib/warehouses/contract.ts": 'import { order } from "@/lib/orders/order"; export const contract = order;',
  "lib/warehouses/warehouse-error.ts": "export const warehouseError = 1;",
  "lib/warehouses/shipstation/adapter.ts":
    'import { contract } from "../contract"; import { warehouseError } from "../warehouse-error"; export const shipstation = [contract, warehouseError];',
  "lib/warehouses/api/adapter.ts": 'import { contract } from "../contract"; export const api = contract;',
  "lib/warehouses/registry.ts":
    'import { shipstation } from "./shipstation/adapter"; import { api } from "./api/adapter"; export const registry = [shipstation, api];',
  "lib/auth/guard.ts": 'import next from "next"; export const guard = next;',
  "lib/sync/tick.ts":
    'import { registry } from "@/lib/warehouses/registry"; import { listOrders } from "@/lib/db/orders"; export const tick = [registry, listOrders];',
  "lib/worker/main.ts": 'import { tick } from "@/lib/sync/tick"; export const worker = tick;',
  "components/pill.tsx":
    'import { order } from "@/lib/orders/order"; import type { Row } from "@/lib/db/orders"; export const pill = order; export type Shown = Row;',
  "app/page.tsx":
    'import { guard } from "@/lib/auth/guard"; import { listOrders } from "@/lib/db/orders"; import { pill } from "@/components/pill"; export const page = [guard, listOrders, pill];',
  "sandbox/shared/server.ts": "export const server = 1;",
  "sandbox/acumatica/start.ts": 'import { server } from "../shared/server"; export const start = server;',
  "lib/sync/tick.test.ts":
    'import { start } from "@/sandbox/acumatica/start"; import { shipstation } from "@/lib/warehouses/shipstation/adapter"; export const all = [start, shipstation];',
};

/** One crime per rule, or several where the rule has several edges: [rule, file, what it imports]. */
const CRIMES: [rule: string, file: string, imports: string][] = [
  ["core-alone", "lib/core/crime.ts", "@/lib/orders/order"],
  ["core-alone", "lib/core/crime-env.ts", "@/lib/env/get-env"],
  ["orders-pure", "lib/orders/crime.ts", "@/lib/db/orders"],
  ["mapping-pure", "lib/mapping/crime.ts", "@/lib/acumatica/client"],
  ["acumatica-handed-everything", "lib/acumatica/crime.ts", "@/lib/env/get-env"],
  ["acumatica-handed-everything", "lib/acumatica/crime-db.ts", "@/lib/db/client"],
  ["adapter-handed-everything", "lib/warehouses/shipstation/crime.ts", "@/lib/warehouses/api/adapter"],
  ["adapter-handed-everything", "lib/warehouses/shipstation/crime-db.ts", "@/lib/db/orders"],
  ["adapter-handed-everything", "lib/warehouses/shipstation/crime-env.ts", "@/lib/env/get-env"],
  ["adapter-handed-everything", "lib/storefronts/xcart/crime.ts", "@/lib/warehouses/contract"],
  ["vault-handed-everything", "lib/vault/crime.ts", "@/lib/db/orders"],
  ["env-stands-alone", "lib/env/crime.ts", "@/lib/db/orders"],
  ["adapters-through-the-registry", "lib/sync/crime.ts", "@/lib/warehouses/shipstation/adapter"],
  ["adapters-through-the-registry", "lib/connections/crime.ts", "@/lib/warehouses/api/adapter"],
  ["adapters-through-the-registry", "app/crime-adapter.ts", "@/lib/warehouses/shipstation/adapter"],
  ["loop-below-auth-and-worker", "lib/problems/crime.ts", "@/lib/auth/guard"],
  ["loop-below-auth-and-worker", "lib/sync/crime-worker.ts", "@/lib/worker/main"],
  ["repositories-below-verbs", "lib/db/crime.ts", "@/lib/sync/tick"],
  ["app-without-prisma", "app/crime.ts", "@/lib/db/client"],
  ["app-without-prisma", "app/crime-package.ts", "@prisma/adapter-pg"],
  ["app-without-vault", "app/crime-vault.ts", "@/lib/vault/vault"],
  ["components-pure", "components/crime.tsx", "@/lib/db/orders"],
  ["lib-below-app", "lib/connections/crime-app.ts", "@/components/pill"],
  ["lib-without-sandbox", "lib/sync/crime-sandbox.ts", "@/sandbox/shared/server"],
  ["sandbox-without-lib", "sandbox/acumatica/crime.ts", "@/lib/core/ids"],
  ["no-framework-in-lib", "lib/sync/crime-next.ts", "next"],
  ["no-framework-in-lib", "lib/core/crime-react.ts", "react"],
  ["no-cycles", "lib/sync/crime-a.ts", "./crime-b"],
  ["no-unresolved", "lib/sync/crime-missing.ts", "@/lib/sync/not-there"],
];

let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "dockbridge-graph-"));
  for (const name of [".dependency-cruiser.cjs", "tsconfig.json", "package.json"]) await copyFile(name, join(root, name));
  await symlink(resolve("node_modules"), join(root, "node_modules"));
  await plant(HOUSE);
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function plant(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), `${text}\n`);
  }
}

async function cruise(): Promise<Violation[]> {
  const program = resolve("node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  const args = [program, "--config", ".dependency-cruiser.cjs", "--output-type", "json", "app", "components", "lib", "sandbox"];
  const { stdout } = await run(process.execPath, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 }).catch(
    (error: { stdout: string }) => error,
  );
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

describe("the import rules", () => {
  it("let a house that keeps to them pass, and bite at every kind of crime", async () => {
    expect(await cruise()).toEqual([]);
    await plant({ "lib/sync/crime-b.ts": 'import { crime } from "./crime-a"; export const other = crime;' });
    await plant(
      Object.fromEntries(
        CRIMES.map(([, file, imports]) => [file, `import * as thing from ${JSON.stringify(imports)};\nexport const crime = thing;`]),
      ),
    );
    const seen = (await cruise()).map(violation => `${violation.rule.name} ${violation.from}`);
    expect(CRIMES.map(([rule, file]) => `${rule} ${file}`).filter(crime => !seen.includes(crime))).toEqual([]);
  });

  it("are errors, each of them proven here, and none has a list of exceptions", () => {
    const config = require(resolve(".dependency-cruiser.cjs")) as { forbidden: { name: string; severity: string }[]; options: object };
    expect(config.forbidden.filter(rule => rule.severity !== "error")).toEqual([]);
    expect(new Set(CRIMES.map(([rule]) => rule))).toEqual(new Set(config.forbidden.map(rule => rule.name)));
    expect(config.options).not.toHaveProperty("knownViolations");
  });
});
