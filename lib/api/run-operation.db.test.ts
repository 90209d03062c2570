import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { ForbiddenError, UnauthenticatedError } from "@/lib/auth/authorise";
import { isAllowed } from "@/lib/auth/permissions";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { LogFields } from "@/lib/core/logger";
import { personScope, type Seeded, seedWorkspace } from "@/lib/db/testing/seed";
import { createTestDb, type TestDb } from "@/lib/db/testing/test-db";
import { createTestRuntime } from "@/lib/sync/testing/test-runtime";
import { operation } from "./operation";
import { type Caller, type OperationRun, runOperation } from "./run-operation";
import { idSchema } from "./schemas/common";

let test: TestDb;
let ours: Seeded;
let theirs: Seeded;
let caller: Caller;
const reported: LogFields[] = [];

const shape = z.strictObject({
  name: z.string().min(1),
  merchantId: idSchema.optional(),
  settings: z.strictObject({ limit: z.number() }).optional(),
});
const post = operation({
  id: "createThing",
  method: "POST",
  path: "/api/v1/things",
  tag: "Things",
  summary: "Make",
  permission: "merchants:write",
  status: 201,
  body: shape,
  query: z.strictObject({ dry: z.string().optional() }),
  answer: z.object({ made: z.number() }),
});
type Run = OperationRun<NonNullable<typeof post.query>, NonNullable<typeof post.body>>;

async function as(at: Seeded): Promise<Caller> {
  const runtime = await createTestRuntime({ db: test.db, allow: "" });
  const scope = personScope(at);
  return { scope, runtime, may: permission => isAllowed(scope.actor, permission) };
}

beforeAll(async () => {
  test = await createTestDb();
  ours = await seedWorkspace(test.db);
  theirs = await seedWorkspace(test.db);
  caller = await as(ours);
});
afterAll(() => test.close());
beforeEach(() => {
  reported.length = 0;
});

interface Sent {
  body?: string;
  headers?: Record<string, string>;
  query?: string;
  params?: Record<string, string>;
}

function send(work: Run["work"], sent: Sent = {}, over: Partial<Run> = {}): Promise<Response> {
  const request = new Request(`https://dock.example.com/api/v1/things${sent.query ?? ""}`, {
    method: "POST",
    body: sent.body ?? JSON.stringify({ name: "Juniper" }),
    headers: { "content-type": "application/json", "x-request-id": "req-1", ...sent.headers },
  });
  const report = async (fields: LogFields) => void reported.push(fields);
  return runOperation({ operation: post, guard: async () => caller, report, work, ...over }, request, sent.params ?? {});
}

const made = async () => ({ made: 1 });

describe("a request to the API", () => {
  it("is answered with the status of its operation", async () => {
    const response = await send(made);
    expect([response.status, await response.json()]).toEqual([201, { made: 1 }]);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-request-id")).toBe("req-1");
  });

  it.each<[string, Sent, number, string, string | undefined]>([
    ["an unknown field", { body: '{"name":"a","nmae":"b"}' }, 400, "unknown_field", "nmae"],
    ["an unknown field inside", { body: '{"name":"a","settings":{"limit":1,"limt":2}}' }, 400, "unknown_field", "settings.limt"],
    ["a wrong field", { body: '{"name":""}' }, 400, "invalid_input", "name"],
    ["a missing field", { body: "{}" }, 400, "invalid_input", "name"],
    ["no body at all", { body: "" }, 400, "invalid_input", "name"],
    ["an id in the body that is none", { body: '{"name":"a","merchantId":"1 or 1=1"}' }, 400, "invalid_input", "merchantId"],
    ["a list instead of an object", { body: "[]" }, 400, "invalid_input", undefined],
    ["what is not JSON", { body: "{" }, 400, "invalid_json", undefined],
    ["a character no database keeps", { body: '{"name":"a\\u0000b"}' }, 400, "invalid_input", undefined],
    ["half a character", { body: '{"name":"a\\ud800b"}' }, 400, "invalid_input", undefined],
    ["such a character in the address", { query: "?dry=%00" }, 400, "invalid_input", undefined],
    ["another media type", { headers: { "content-type": "text/plain" } }, 415, "unsupported_media_type", undefined],
    ["an unknown parameter", { query: "?limti=1" }, 400, "unknown_field", "limti"],
    ["an id in the path that is none", { params: { id: "42" } }, 404, "not_found", undefined],
    ["a body of more than 1 MB", { body: JSON.stringify({ name: "a".repeat(1_100_000) }) }, 413, "too_large", undefined],
    ["an endless Idempotency-Key", { headers: { "idempotency-key": "k".repeat(300) } }, 400, "invalid_input", undefined],
  ])("with %s is refused in words before anything is done", async (_what, sent, status, code, field) => {
    let calls = 0;
    const response = await send(async () => void calls++, sent);
    const problem = await response.json();
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect([response.status, problem.status, problem.code, problem.field, calls]).toEqual([status, status, code, field, 0]);
    expect(problem).toMatchObject({ type: expect.any(String), title: expect.any(String), detail: expect.any(String), requestId: "req-1" });
  });

  it("lists every refused field, not only the first", async () => {
    const problem = await (await send(made, { body: '{"x":1,"y":2}' })).json();
    expect(problem.errors.map((error: { field: string }) => error.field).sort()).toEqual(["name", "x", "y"]);
  });

  it.each([
    ["nobody is signed in", new UnauthenticatedError(), 401, "unauthenticated"],
    ["the role is too small", new ForbiddenError("No."), 403, "forbidden"],
  ])("is refused when %s, before the body is read", async (_when, error, status, code) => {
    const guard = async () => Promise.reject(error);
    const response = await send(made, { body: "{" }, { guard });
    expect([response.status, (await response.json()).code]).toEqual([status, code]);
  });

  it.each([
    [new NotFoundError("store"), 404],
    [new ConflictError({ code: "in_use", message: "Still used.", nextStep: "Delete first." }), 409],
  ])("passes on what a verb refuses, with its next step (%#)", async (error, status) => {
    const response = await send(async () => Promise.reject(error));
    const problem = await response.json();
    expect([response.status, problem.detail, problem.nextStep]).toEqual([status, error.userMessage, error.nextStep]);
    expect(reported).toEqual([]);
  });

  it("tells nothing but a reference when we fail, and logs the rest under it", async () => {
    const response = await send(async () => Promise.reject(new Error("password=hunter2 at /srv/app.ts:12")));
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toMatch(/hunter2|app\.ts|stack/);
    expect(JSON.parse(text)).toMatchObject({ code: "internal_error", requestId: "req-1" });
    expect(reported).toMatchObject([{ requestId: "req-1", route: "createThing", error: { message: expect.stringContaining("hunter2") } }]);
  });
});

describe("an Idempotency-Key", () => {
  const keyed = (key: string, body?: string): Sent => ({ headers: { "idempotency-key": key }, ...(body ? { body } : {}) });
  function counting() {
    const state = { calls: 0 };
    return { state, work: async () => ({ made: ++state.calls }) };
  }

  it("does the work once and gives the same answer again", async () => {
    const { state, work } = counting();
    const key = newId();
    const [first, second] = [await send(work, keyed(key)), await send(work, keyed(key))];
    expect([first.status, second.status, await first.json(), await second.json(), state.calls]).toEqual([
      201,
      201,
      { made: 1 },
      { made: 1 },
      1,
    ]);
    expect(second.headers.get("idempotency-replayed")).toBe("true");
  });

  it("is refused with another body, and with another address", async () => {
    const { work } = counting();
    const key = newId();
    await send(work, keyed(key));
    const other = await send(work, keyed(key, '{"name":"Other"}'));
    expect([other.status, (await other.json()).code]).toEqual([422, "idempotency_mismatch"]);
    expect((await send(work, { ...keyed(key), query: "?dry=1" })).status).toBe(422);
  });

  it("answers 409 while the first request is still running, and does the work once", async () => {
    const gate = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const key = newId();
    const first = send(async () => {
      started.resolve();
      await gate.promise;
      return { made: 1 };
    }, keyed(key));
    await started.promise;
    const second = await send(made, keyed(key));
    gate.resolve();
    expect([second.status, (await second.json()).code, (await first).status]).toEqual([409, "idempotency_running", 201]);
  });

  it("does the work once when ten requests come at the same moment", async () => {
    const { state, work } = counting();
    const key = newId();
    const responses = await Promise.all(Array.from({ length: 10 }, () => send(work, keyed(key))));
    expect(state.calls).toBe(1);
    expect(responses.filter(response => response.status !== 201 && response.status !== 409)).toEqual([]);
  });

  it("is free again after a refusal, because nothing was done", async () => {
    const key = newId();
    const refused = await send(async () => Promise.reject(new ConflictError({ code: "name_taken", message: "Taken." })), keyed(key));
    expect(refused.status).toBe(409);
    expect((await send(made, keyed(key))).status).toBe(201);
  });

  it("of another workspace is another key", async () => {
    const { state, work } = counting();
    const key = newId();
    await send(work, keyed(key));
    const foreign = await as(theirs);
    await send(work, keyed(key), { guard: async () => foreign });
    expect(state.calls).toBe(2);
  });

  it("gives who is limited to one merchant no answer that somebody else got", async () => {
    const { work } = counting();
    const key = newId();
    await send(work, keyed(key));
    const limited = { ...caller, scope: personScope(ours, { merchantId: ours.merchantId }) };
    const other = await send(work, keyed(key), { guard: async () => limited });
    expect([other.status, (await other.json()).code]).toEqual([422, "idempotency_mismatch"]);
  });

  it("of a request whose process died is free again after ten minutes, and an answer is forgotten after a day", async () => {
    const { state, work } = counting();
    for (const age of ["11 minutes", "25 hours"]) {
      const key = newId();
      await send(work, keyed(key));
      const answer = age === "11 minutes" ? null : 201;
      await test.db.$transaction(async tx => {
        await tx.$executeRaw`select set_config('app.across', 'on', true)`;
        await tx.$executeRaw`update "IdempotencyRecord" set status = ${answer}::int, "createdAt" = now() - ${age}::interval where key = ${key}`;
      });
      expect((await send(work, keyed(key))).headers.get("idempotency-replayed")).toBeNull();
    }
    expect(state.calls).toBe(4);
  });

  it("keeps nothing of an answer that holds a secret but what is needed to make it again", async () => {
    const key = newId();
    const replay = { keep: () => ({ id: "7" }), restore: async (_caller: Caller, kept: unknown) => ({ ...(kept as object), again: true }) };
    await send(async () => ({ id: "7", webhookUrl: "https://dock.example.com/secret-token" }), keyed(key), { replay });
    const again = await send(made, keyed(key), { replay });
    expect(await again.json()).toEqual({ id: "7", again: true });
    const rows = await test.db.$transaction(async tx => {
      await tx.$executeRaw`select set_config('app.across', 'on', true)`;
      return tx.$queryRaw<{ body: string }[]>`select body::text from "IdempotencyRecord" where key = ${key}`;
    });
    expect(rows[0]?.body).not.toContain("secret-token");
  });
});
