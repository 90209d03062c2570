import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TYPESCRIPT } from "./run-program";

let home = "";
const toEnd: (() => Promise<unknown> | unknown)[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "dockbridge-embedded-"));
  chmodSync(home, 0o755);
});
afterEach(async () => {
  for (const end of toEnd.splice(0).reverse()) await end();
  rmSync(home, { recursive: true, force: true });
});

const PROGRAM = `
import { startEmbeddedPostgres } from "./scripts/embedded-postgres.ts";
const postgres = await startEmbeddedPostgres();
process.stdout.write(postgres.url + "\\n");
process.stdin.resume();
process.stdin.on("end", async () => { await postgres.stop(); process.exit(0); });
`;

interface Launcher {
  url: string;
  stop(): Promise<void>;
  /** As a power cut or the memory killer would. */
  kill(): Promise<void>;
}

/** A launcher in a process of its own, on the data folder `data`. */
async function launch(data = join(home, ".data")): Promise<Launcher> {
  const child = spawn(process.execPath, [...TYPESCRIPT, "--input-type=module", "-e", PROGRAM], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, DOCKBRIDGE_DATA: data },
  });
  let [output, errors] = ["", ""];
  child.stderr.on("data", chunk => {
    errors += String(chunk);
  });
  const exited = once(child, "exit");
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", chunk => {
      output += String(chunk);
      if (output.includes("\n")) resolve(output.trim());
    });
    void exited.then(() => reject(new Error(errors)));
  });
  const stop = async () => {
    child.stdin.end();
    await exited;
  };
  toEnd.push(stop);
  return {
    url,
    stop,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

async function query<T>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

const dataDir = () => join(home, ".data", "postgres");

describe("the embedded PostgreSQL", () => {
  it("keeps its data and its address over a stop, and signs in as an ordinary role", async () => {
    const first = await launch();
    await query(first.url, "create table kept as select 42 as answer");
    await first.stop();
    const second = await launch();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
    const role = await query(
      second.url,
      "select rolsuper or rolbypassrls or rolcreaterole as strong from pg_roles where rolname = current_user",
    );
    expect(role).toEqual([{ strong: false }]);
  });

  it("keeps its passwords from other users", async () => {
    await launch();
    expect(statSync(join(home, ".data", "postgres.json")).mode & 0o077).toBe(0);
    expect(statSync(dataDir()).mode & 0o077).toBe(0);
  });

  it("takes over the server of a launcher that was killed, and ends it", async () => {
    const first = await launch();
    await first.kill();
    const second = await launch();
    expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await second.stop();
    await expect(query(second.url, "select 1")).rejects.toThrow(/ECONNREFUSED/);
  });

  it("is joined, not ended, by a second program of the same checkout", async () => {
    const first = await launch();
    const second = await launch();
    expect(second.url).toBe(first.url);
    await second.stop();
    expect(await query(first.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("begins again after an initdb that was cut off", async () => {
    mkdirSync(join(dataDir(), "base"), { recursive: true });
    writeFileSync(join(dataDir(), "PG_VERSION"), "18\n");
    const launcher = await launch();
    expect(await query(launcher.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("starts over a pid file whose process is gone, or is something else by now", async () => {
    const first = await launch();
    await first.stop();
    writeFileSync(join(dataDir(), "postmaster.pid"), `${process.pid}\n${dataDir()}\n1700000000\n5470\n\n127.0.0.1\n`);
    const second = await launch();
    expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("moves to another port when somebody took its own, and remembers it", async () => {
    const first = await launch();
    await first.stop();
    const taken = Number(new URL(first.url).port);
    const squatter = createServer().listen(taken, "127.0.0.1");
    await once(squatter, "listening");
    toEnd.push(() => new Promise(resolve => squatter.close(resolve)));
    const second = await launch();
    expect(new URL(second.url).port).not.toBe(String(taken));
    expect(JSON.parse(readFileSync(join(home, ".data", "postgres.json"), "utf8"))).toMatchObject({
      port: Number(new URL(second.url).port),
    });
  });

  it("never mistakes the server of the original for its own in a copied checkout", async () => {
    const original = await launch();
    const copy = join(home, "copy");
    cpSync(join(home, ".data"), copy, { recursive: true });
    const second = await launch(copy);
    expect(second.url).not.toBe(original.url);
    await query(second.url, "create table only_here ()");
    await expect(query(original.url, "select * from only_here")).rejects.toThrow(/does not exist/);
  });

  it("refuses to begin anew over a finished database whose passwords are gone", async () => {
    const first = await launch();
    await first.stop();
    rmSync(join(home, ".data", "postgres.json"));
    await expect(launch()).rejects.toThrow(/its passwords are gone/);
    expect(statSync(join(dataDir(), "PG_VERSION")).isFile()).toBe(true);
  });
});
