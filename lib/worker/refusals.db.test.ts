import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { createDb } from "@/lib/db/client";
import { createTestDb, type TestDb } from "@/lib/db/testing/test-db";
import { acrossWorkspaces } from "@/lib/db/tx";
import { insertWorkspace } from "@/lib/db/workspaces";
import { createVault } from "@/lib/vault/vault";
import { parseVaultKeys } from "@/lib/vault/vault-keys";

vi.mock("@/lib/auth/auth", () => ({ readSessionId: async () => null }));

/** What a process must find wrong before it writes a single row: in the worker by ending, in web and cron by answering nothing but a reference. */
let test: TestDb;
const RIGHT = `k1:${Buffer.alloc(32, 1).toString("base64")}`;
const WRONG = `k1:${Buffer.alloc(32, 2).toString("base64")}`;
const CRON = "cron-secret-".padEnd(44, "x");
const base = {
  NODE_ENV: "production",
  AUTH_SECRET: "a".repeat(44),
  CRON_SECRET: CRON,
  LOG_LEVEL: "silent",
  APP_URL: "http://localhost:3000",
} as const;

beforeAll(async () => {
  test = await createTestDb();
  const id = crypto.randomUUID();
  await insertWorkspace(test.db, { id, name: "W", slug: "w", dataKeySealed: vaultOf(RIGHT).newDataKey(id) });
});
afterAll(() => test.close());

const vaultOf = (keys: string) => createVault({ keys: parseVaultKeys(keys) });
const settings = (over: Record<string, string>) => ({ ...base, DATABASE_URL: test.url, VAULT_KEYS: RIGHT, ...over });

function superUrl(): string {
  const { port, superPassword } = inject("postgres");
  return `postgresql://postgres:${superPassword}@127.0.0.1:${port}/${new URL(test.url).pathname.slice(1)}`;
}

async function runWorker(over: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const env = { ...process.env, ...settings(over) };
  const child = spawn(process.execPath, ["--import", "tsx", "lib/worker/main.ts"], { env, timeout: 30_000, killSignal: "SIGKILL" });
  let said = "";
  const hear = (chunk: Buffer) => {
    said += chunk.toString();
    if (said.includes("worker started")) child.kill("SIGKILL");
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const [code] = (await once(child, "exit")) as [number | null];
  return { code, said };
}

/** Every row there is, as one text. */
async function everything(): Promise<string> {
  const db = createDb({ url: superUrl(), poolMax: 1 });
  try {
    return await acrossWorkspaces(db, async tx => {
      const tables = await tx.$queryRaw<{ name: string }[]>`
        select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('public', 'pgboss') order by 1`;
      const rows: string[] = [];
      for (const { name } of tables) {
        const [row] = await tx.$queryRawUnsafe<{ rows: string }[]>(
          `select coalesce(json_agg(t order by t::text)::text, '') as rows from ${name} t`,
        );
        rows.push(`${name} ${row?.rows}`);
      }
      return rows.join("\n");
    });
  } finally {
    await db.$disconnect();
  }
}

/** A fresh process's web side: module caches emptied, its settings in the environment. */
async function web<T>(over: Record<string, string>, work: () => Promise<T>): Promise<T> {
  vi.resetModules();
  const before = { ...process.env };
  Object.assign(process.env, settings(over));
  delete (globalThis as { dockbridgeDb?: unknown }).dockbridgeDb;
  try {
    return await work();
  } finally {
    process.env = before;
  }
}

const callCron = async () =>
  (await import("@/app/api/cron/sync/route")).POST(
    new Request("http://localhost:3000/api/cron/sync", { method: "POST", headers: { authorization: `Bearer ${CRON}` } }),
  );
const callApi = async () =>
  (await import("@/app/api/v1/orders/route")).GET(
    new Request("http://localhost:3000/api/v1/orders", { headers: { authorization: `Bearer dbk_${"a".repeat(43)}` } }),
    { params: Promise.resolve(undefined) },
  );
const callWebhook = async () =>
  (await import("@/app/api/webhooks/shipstation/[token]/route")).POST(
    new Request("http://localhost:3000/api/webhooks/shipstation/x", { method: "POST", body: "{}" }),
    { params: Promise.resolve({ token: "t".repeat(43) }) },
  );
const callReady = async () => (await import("@/app/api/ready/route")).GET();

const reasons: [string, () => Record<string, string>, RegExp][] = [
  ["fault 49: a wrong vault key", () => ({ VAULT_KEYS: WRONG }), /sealed with another vault key/],
  ["a role that row-level security does not bind", () => ({ DATABASE_URL: superUrl() }), /row-level security does not bind/],
];

describe.each(reasons)("%s", (_name, over, words) => {
  it("ends the worker in words, before anything is written", async () => {
    const before = await everything();
    const { code, said } = await runWorker(over());
    expect(said).toMatch(words);
    expect(said).not.toContain("worker started");
    expect(code).toBe(1);
    expect(await everything()).toBe(before);
  });

  it("lets web, cron and webhooks answer with a reference alone, before anything is written", async () => {
    const before = await everything();
    for (const call of [callCron, callApi, callWebhook]) {
      const { status, text } = await web(over(), async () => {
        const response = await call();
        return { status: response.status, text: await response.text() };
      });
      expect([status, JSON.parse(text).code]).toEqual([500, "internal_error"]);
      expect(text).not.toMatch(/vault|postgres|\.ts/i);
    }
    expect((await web(over(), callReady)).status).toBe(503);
    expect(await everything()).toBe(before);
  });
});

it("with the right key and an ordinary role all of them start", { timeout: 60_000 }, async () => {
  expect((await runWorker({ LOG_LEVEL: "info" })).said).toContain("worker started");
  expect((await web({}, callReady)).status).toBe(200);
  expect((await web({}, callApi)).status).toBe(401);
  expect((await web({}, callCron)).status).toBe(200);
});

it("cron is refused without its secret, with another, and with one that only begins like it", async () => {
  const statuses = await web({}, async () => {
    const { GET, POST } = await import("@/app/api/cron/sync/route");
    const answers: number[] = [];
    for (const authorization of ["", "Bearer", `Bearer ${CRON}x`, `Bearer ${CRON.slice(0, -1)}`, `Basic ${CRON}`, CRON]) {
      const request = () => new Request(`http://localhost:3000/api/cron/sync?secret=${CRON}`, { headers: { authorization } });
      answers.push((await GET(request())).status, (await POST(request())).status);
    }
    return answers;
  });
  expect(new Set(statuses)).toEqual(new Set([401]));
});

describe("a webhook", () => {
  const deliver = (body: BodyInit, token = "t".repeat(43)) =>
    web({}, async () => {
      const { POST } = await import("@/app/api/webhooks/shipstation/[token]/route");
      const init = { method: "POST", body, ...(body instanceof ReadableStream ? { duplex: "half" } : {}) };
      const response = await POST(new Request("http://localhost:3000/x", init), { params: Promise.resolve({ token }) });
      return response.status;
    });

  it("of more than 64 KB is refused, also when it does not say how long it is", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 16_384;
        controller.enqueue(new Uint8Array(16_384));
      },
    });
    expect(await deliver("x".repeat(64 * 1024 + 1))).toBe(413);
    expect(await deliver(endless)).toBe(413);
    expect(sent).toBeLessThan(200_000);
  });

  it.each(["", "x", "t".repeat(42), "t".repeat(44), "../../../../etc/passwd", `${"t".repeat(42)}\u0000`, "t".repeat(43)])(
    "to the unknown address %j is a 404",
    async token => {
      expect(await deliver("{}", token)).toBe(404);
    },
  );
});
