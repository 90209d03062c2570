import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/core/clock";
import { insertApiKey, revokeApiKey } from "@/lib/db/api-keys";
import { saveMembership } from "@/lib/db/memberships";
import type { Role } from "@/lib/db/scope";
import { findLiveSession, revokeSession } from "@/lib/db/sessions";
import { type Seeded, seedWorkspace } from "@/lib/db/testing/seed";
import { createTestDb, type TestDb } from "@/lib/db/testing/test-db";
import { insertUser } from "@/lib/db/users";
import { createVault } from "@/lib/vault/vault";
import { createApiKeySecret } from "./api-key-secret";
import { authorise, type Evidence } from "./authorise";
import { createFirstAccount } from "./create-account";
import { hashPassword } from "./password";
import { signInWithPassword } from "./sign-in";

let test: TestDb;
let ours: Seeded;
let theirs: Seeded;
let passwordHash: string;
const PASSWORD = "correct violet cantilever";
const now = new Date();

beforeAll(async () => {
  test = await createTestDb({ poolMax: 10 });
  ours = await seedWorkspace(test.db);
  theirs = await seedWorkspace(test.db);
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(() => test.close());

let people = 0;
async function addPerson(role: Role | null = "admin"): Promise<{ id: string; email: string }> {
  const user = await insertUser(test.db, { email: `person${++people}@example.com`, name: "Dana", passwordHash });
  if (role) await saveMembership(test.db, { workspaceId: ours.workspaceId, userId: user.id, role });
  return user;
}

const signIn = (email: string, password: string, address = `10.0.0.${people}`) =>
  signInWithPassword({ db: test.db, clock: systemClock }, { email, password, address, userAgent: "test" });

const bySession = (sessionId: string | null, workspaceId: string | null = null): Evidence => ({ bearer: null, sessionId, workspaceId });
const byKey = (bearer: string): Evidence => ({ bearer, sessionId: null, workspaceId: null });
const ask = (evidence: Evidence, permission: Parameters<typeof authorise>[1]["permission"], at = now) =>
  authorise({ db: test.db, now: at }, { evidence, permission });

async function session(email: string): Promise<string> {
  const outcome = await signIn(email, PASSWORD);
  if (outcome.status !== "signed_in") throw new Error(outcome.status);
  return outcome.sessionId;
}

describe("signing in", () => {
  it("gives every sign-in a session of its own", async () => {
    const { email } = await addPerson();
    const [first, second] = [await session(email), await session(email.toUpperCase())];
    expect(first).not.toBe(second);
    await expect(findLiveSession(test.db, { id: first, now })).resolves.toMatchObject({ user: { email } });
  });

  it("answers an unknown account as it answers a wrong password", async () => {
    const { email } = await addPerson();
    expect(await signIn(email, "wrong")).toEqual(await signIn("nobody@example.com", "wrong"));
  });

  it("refuses the sixth try for an account, even with the right password, and lets other accounts in", async () => {
    const { email } = await addPerson();
    const other = await addPerson();
    for (let tries = 0; tries < 5; tries++) expect(await signIn(email, "wrong", `10.1.0.${tries}`)).toEqual({ status: "refused" });
    expect(await signIn(email, PASSWORD, "10.1.0.9")).toEqual({ status: "too_many_tries" });
    expect((await signIn(other.email, PASSWORD, "10.1.0.10")).status).toBe("signed_in");
  });

  it("judges no more than five of twenty tries that come at the same moment", async () => {
    const { email } = await addPerson();
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => signIn(email, "wrong", `10.2.0.${n}`)));
    expect(outcomes.filter(outcome => outcome.status === "refused").length).toBe(5);
    expect(await test.db.signInAttempt.count({ where: { email } })).toBe(20);
  });

  it("refuses the thirty-first try from one address, whoever it is for", async () => {
    for (let tries = 0; tries < 30; tries++) await signIn(`guess${tries}@example.com`, "wrong", "10.3.0.1");
    const { email } = await addPerson();
    expect(await signIn(email, PASSWORD, "10.3.0.1")).toEqual({ status: "too_many_tries" });
  });

  it("judges no more than thirty of fifty tries from one address that come at the same moment for different accounts", async () => {
    const tries = Array.from({ length: 50 }, (_, n) => signIn(`burst${n}@example.com`, "wrong", "10.4.0.1"));
    const outcomes = await Promise.all(tries);
    expect(outcomes.filter(outcome => outcome.status === "refused").length).toBe(30);
  });

  it.each(["a\u0000b", "half \ud800", "x".repeat(5_000), ""])("refuses and notes a try for %j like any other", async typed => {
    const before = await test.db.signInAttempt.count();
    expect(await signIn(typed, "wrong", "10.5.0.1")).toEqual({ status: "refused" });
    expect(await test.db.signInAttempt.count()).toBe(before + 1);
  });

  it("forgets tries after fifteen minutes, and forgives those before a success", async () => {
    const { email } = await addPerson();
    for (let tries = 0; tries < 5; tries++) await signIn(email, "wrong");
    await test.db.$executeRaw`update "SignInAttempt" set at = at - interval '16 minutes' where email = ${email}`;
    expect((await signIn(email, PASSWORD)).status).toBe("signed_in");
    for (let tries = 0; tries < 4; tries++) await signIn(email, "wrong");
    await signIn(email, PASSWORD);
    expect(await signIn(email, "wrong")).toEqual({ status: "refused" });
  });
});

describe("the guard", () => {
  it("lets nobody in without evidence, with a made-up session, or with an ended or revoked one", async () => {
    const { id, email } = await addPerson();
    const sessionId = await session(email);
    await expect(ask(bySession(null), "orders:read")).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(ask(bySession(ours.merchantId), "orders:read")).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(ask(bySession(sessionId), "orders:read")).resolves.toMatchObject({ scope: { workspaceId: ours.workspaceId } });
    const later = new Date(now.getTime() + 15 * 86_400_000);
    await expect(ask(bySession(sessionId), "orders:read", later)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(revokeSession(test.db, { id: sessionId, userId: (await addPerson()).id, now })).resolves.toBe(false);
    await revokeSession(test.db, { id: sessionId, userId: id, now });
    await expect(ask(bySession(sessionId), "orders:read")).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("refuses what the role does not include, by name", async () => {
    const { email } = await addPerson("viewer");
    await expect(ask(bySession(await session(email)), "orders:write")).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("orders:write"),
    });
  });

  it("lets the workspace cookie choose among memberships and never beyond them", async () => {
    const { id, email } = await addPerson("viewer");
    const sessionId = await session(email);
    const chosen = async () => (await ask(bySession(sessionId, theirs.workspaceId), "orders:read")).scope.workspaceId;
    expect(await chosen()).toBe(ours.workspaceId);
    await saveMembership(test.db, { workspaceId: theirs.workspaceId, userId: id, role: "owner" });
    expect(await chosen()).toBe(theirs.workspaceId);
  });

  it("has nothing for a person who belongs to no workspace", async () => {
    const { email } = await addPerson(null);
    await expect(ask(bySession(await session(email)), "orders:read")).rejects.toMatchObject({ code: "forbidden" });
  });

  it("takes a key for its own workspace and scopes until it ends or is revoked", async () => {
    const { secret, hash, prefix } = createApiKeySecret();
    const expiresAt = new Date(now.getTime() + 60_000);
    const { id } = await insertApiKey(ours.scope, { name: "WMS", hash, prefix, scopes: ["read"], expiresAt });
    await expect(ask(byKey(secret), "orders:read")).resolves.toMatchObject({
      scope: { workspaceId: ours.workspaceId, actor: { kind: "key" } },
      person: null,
    });
    await expect(ask(byKey(secret), "orders:write")).rejects.toMatchObject({ code: "forbidden" });
    await expect(ask(byKey(secret), "orders:read", expiresAt)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(ask(byKey(createApiKeySecret().secret), "orders:read")).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(revokeApiKey(theirs.scope, { id, now })).rejects.toMatchObject({ code: "not_found" });
    await revokeApiKey(ours.scope, { id, now });
    await expect(ask(byKey(secret), "orders:read")).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("the first account", () => {
  it.each(["name", "workspaceName"] as const)("with a %s that no database keeps is refused at that field", async field => {
    const vault = createVault({ keys: [{ id: "t", key: Buffer.alloc(32, 1) }] });
    const input = { email: "odd@example.com", password: PASSWORD, name: "Ada", workspaceName: "Odd", [field]: "a\u0000b" };
    await expect(createFirstAccount({ db: test.db, vault }, input)).rejects.toMatchObject({ code: "invalid_input", field });
  });

  it("costs a stranger no password hashing once there is one", async () => {
    const vault = createVault({ keys: [{ id: "t", key: Buffer.alloc(32, 1) }] });
    await addPerson();
    const ask = () =>
      createFirstAccount({ db: test.db, vault }, { email: "late@example.com", password: PASSWORD, name: "", workspaceName: "Late" });
    const startedMs = performance.now();
    for (let n = 0; n < 20; n += 1) await expect(ask()).rejects.toMatchObject({ code: "not_first" });
    const asking = performance.now() - startedMs;
    const hashedMs = performance.now();
    for (let n = 0; n < 20; n += 1) await hashPassword(PASSWORD);
    expect(asking).toBeLessThan(performance.now() - hashedMs);
  });

  it("is one, although ten people ask for it at the same moment", async () => {
    const fresh = await createTestDb({ poolMax: 10 });
    try {
      const vault = createVault({ keys: [{ id: "t", key: Buffer.alloc(32, 1) }] });
      const asks = Array.from({ length: 10 }, (_, n) =>
        createFirstAccount(
          { db: fresh.db, vault },
          { email: `owner${n}@example.com`, password: PASSWORD, name: "", workspaceName: "Northgate" },
        ),
      );
      const settled = await Promise.allSettled(asks);
      expect(settled.filter(one => one.status === "fulfilled").length).toBe(1);
      expect(settled.find(one => one.status === "rejected")).toMatchObject({ reason: { code: "not_first" } });
      expect([await fresh.db.user.count(), await fresh.db.workspace.count()]).toEqual([1, 1]);
    } finally {
      await fresh.close();
    }
  });
});
