import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { MigrationDirectory, MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";

const require = createRequire(import.meta.url);
type EngineModule = typeof import("@prisma/schema-engine-wasm/schema_engine_bg");
type WasmExports = WebAssembly.Exports & { __wbindgen_start(): void };

let loaded: Promise<EngineModule> | undefined;

/**
 * Prisma's own schema engine, as WebAssembly: the native one is a download and is never needed. The package expects a bundler that imports
 * `.wasm`; Node has none, so the module is put together by hand the way its entry file does.
 */
async function loadEngine(): Promise<EngineModule> {
  const path = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const engine = (await import(path)) as EngineModule & { __wbg_set_wasm(exports: WasmExports): void };
  const bytes = await readFile(join(path, "..", "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": withQuietTimers(engine) });
  const wasm = instance.exports as WasmExports;
  engine.__wbg_set_wasm(wasm);
  wasm.__wbindgen_start();
  return engine;
}

/** The engine leaves the ten-second timer of its lock running; without this every migration would hold its process that long. */
function withQuietTimers(engine: EngineModule): WebAssembly.ModuleImports {
  const imports = { ...(engine as unknown as WebAssembly.ModuleImports) };
  const setTimer = Object.keys(imports).find(name => name.startsWith("__wbg_setTimeout_"));
  if (setTimer) imports[setTimer] = (callback: () => void, ms: number) => setTimeout(callback, ms).unref();
  return imports;
}

/**
 * The adapter cuts a script at every semicolon and sends the pieces one by one: a function body breaks, and a failure leaves half a migration.
 * Sent whole, PostgreSQL runs a script as one transaction, as `prisma migrate deploy` has it.
 */
class WholeScriptPg extends PrismaPg {
  readonly #opened: SqlDriverAdapter[] = [];

  override async connect() {
    const adapter = await super.connect();
    this.#opened.push(adapter);
    adapter.executeScript = async script => {
      await adapter.underlyingDriver().query(script);
    };
    return adapter;
  }

  /** The engine forgets its connections without closing them. */
  async close(): Promise<void> {
    for (const adapter of this.#opened) await adapter.dispose();
  }
}

/** Opens an engine on the database at `url` for as long as `work` runs. Throws what the engine throws: its messages name the migration. */
export async function withSchemaEngine<T>(url: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  loaded ??= loadEngine();
  const { SchemaEngine } = await loaded;
  const factory = new WholeScriptPg({ connectionString: url, max: 1 });
  try {
    const engine = await SchemaEngine.new({ datamodels: undefined }, () => undefined, bindMigrationAwareSqlAdapterFactory(factory));
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await factory.close();
  }
}

/** The migration folders of this checkout, in order, as the engine wants them. */
export async function listMigrations(baseDir = resolve("prisma/migrations")): Promise<MigrationList> {
  const names = (await readdir(baseDir, { withFileTypes: true })).filter(entry => entry.isDirectory()).map(entry => entry.name);
  const migrationDirectories: MigrationDirectory[] = [];
  for (const name of names.sort()) {
    const content = await readFile(join(baseDir, name, "migration.sql"), "utf8");
    migrationDirectories.push({ path: name, migrationFile: { path: "migration.sql", content: { tag: "ok", value: content } } });
  }
  const lockfile = await readFile(join(baseDir, "migration_lock.toml"), "utf8").catch(() => null);
  return { baseDir, lockfile: { path: "migration_lock.toml", content: lockfile }, shadowDbInitScript: "", migrationDirectories };
}

/** Nothing of ours is managed elsewhere. */
export const NO_FILTER = { externalTables: [], externalEnums: [] };

/** The SQL that leads from one Prisma schema (null: an empty database) to another; blank when they are the same. The engine wants a server at `url`, and leaves it as it is. */
export async function diffSchemas(options: { url: string; from: string | null; to: string }): Promise<string> {
  const target = (content: string) => ({ tag: "schemaDatamodel" as const, files: [{ path: "schema.prisma", content }] });
  const { stdout } = await withSchemaEngine(options.url, engine =>
    engine.diff({
      from: options.from === null ? { tag: "empty" } : target(options.from),
      to: target(options.to),
      script: true,
      exitCode: null,
      filters: NO_FILTER,
    }),
  );
  return stdout === null || /empty migration/i.test(stdout) ? "" : stdout;
}
