import { describe, expect, it } from "vitest";
import { AcumaticaError } from "./errors";
import { createAcumaticaSession } from "./session";
import {
  CREDENTIALS,
  createTestClock,
  openTestSession,
  type Reply,
  SETTINGS,
  type SeenRequest,
  startFakeInstance,
} from "./testing/fake-instance";
import { createMemoryTokenStore } from "./testing/memory-token-store";

interface Authority {
  answer(request: SeenRequest): Reply;
  grants: string[];
  logouts: SeenRequest[];
  /** Bearers that calls are let in with. */
  valid: Set<string>;
  refreshTokens: Set<string>;
  refuse: string | null;
}

/** A token endpoint that rotates both tokens, and an entity endpoint that asks for a valid bearer. */
function createAuthority(lifeSeconds = 3600): Authority {
  const authority: Authority = { grants: [], logouts: [], valid: new Set(), refreshTokens: new Set(), refuse: null, answer };
  let issued = 0;
  function issue(): Reply {
    issued += 1;
    authority.valid = new Set([`access-${issued}`]);
    authority.refreshTokens = new Set([`refresh-${issued}`]);
    return {
      body: { access_token: `access-${issued}`, refresh_token: `refresh-${issued}`, expires_in: lifeSeconds, token_type: "Bearer" },
    };
  }
  function answer(request: SeenRequest): Reply {
    if (request.path === "/Acme/identity/connect/token") {
      const form = new URLSearchParams(request.body);
      authority.grants.push(form.get("grant_type") ?? "");
      if (authority.refuse !== null) return { status: 400, body: { error: authority.refuse } };
      if (form.get("grant_type") === "password") return issue();
      return authority.refreshTokens.has(form.get("refresh_token") ?? "") ? issue() : { status: 400, body: { error: "invalid_grant" } };
    }
    if (request.path === "/Acme/entity/auth/logout") {
      authority.logouts.push(request);
      return { status: 204 };
    }
    const bearer = request.headers.authorization?.replace("Bearer ", "") ?? "";
    return authority.valid.has(bearer)
      ? { body: [] }
      : { status: 401, body: { message: "Authorization has been denied for this request." } };
  }
  return authority;
}

const call = { method: "GET", path: "SalesOrder", label: "acumatica.test.get" } as const;
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    error => (error instanceof AcumaticaError ? error.code : String(error)),
  );

describe("an Acumatica session", () => {
  it("signs in with everything in the body, as Acumatica asks, and reuses the bearer", async () => {
    const authority = createAuthority();
    await using instance = await startFakeInstance(authority.answer);
    const session = openTestSession(instance, { tokens: createMemoryTokenStore() });
    await session.request(call);
    await session.request(call);
    expect(authority.grants).toEqual(["password"]);
    const token = instance.seen[0];
    expect(token?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(token?.headers.authorization).toBeUndefined();
    expect(Object.fromEntries(new URLSearchParams(token?.body))).toEqual({
      grant_type: "password",
      client_id: CREDENTIALS.clientId,
      client_secret: CREDENTIALS.clientSecret,
      username: CREDENTIALS.username,
      password: CREDENTIALS.password,
      scope: "api offline_access",
    });
    expect(instance.seen[1]?.path).toBe("/Acme/entity/Default/24.200.001/SalesOrder");
  });

  it("lets one of four processes refresh an expired token; the others take its pair", async () => {
    const authority = createAuthority();
    const clock = createTestClock();
    await using instance = await startFakeInstance(authority.answer, { clock });
    const tokens = createMemoryTokenStore();
    const processes = Array.from({ length: 4 }, () => openTestSession(instance, { tokens, clock }));
    await Promise.all(processes.map(session => session.request(call)));
    expect(authority.grants).toEqual(["password"]);
    clock.advance(3_599_000);
    await Promise.all(processes.map(session => session.request(call)));
    expect(authority.grants).toEqual(["password", "refresh_token"]);
  });

  it("renews before the token ends, also when its life is short", async () => {
    const authority = createAuthority(60);
    const clock = createTestClock();
    await using instance = await startFakeInstance(authority.answer, { clock });
    const session = openTestSession(instance, { tokens: createMemoryTokenStore(), clock });
    await session.request(call);
    clock.advance(50_000);
    await session.request(call);
    expect(authority.grants).toEqual(["password"]);
    clock.advance(5_000);
    await session.request(call);
    expect(authority.grants).toEqual(["password", "refresh_token"]);
  });

  it("renews once when four processes meet a revoked token with 401", async () => {
    const authority = createAuthority();
    await using instance = await startFakeInstance(authority.answer);
    const tokens = createMemoryTokenStore();
    const processes = Array.from({ length: 4 }, () => openTestSession(instance, { tokens }));
    await Promise.all(processes.map(session => session.request(call)));
    authority.valid.clear();
    await Promise.all(processes.map(session => session.request(call)));
    expect(authority.grants).toEqual(["password", "refresh_token"]);
  });

  it("gives up after one renewal when 401 stays, instead of signing in again and again", async () => {
    await using instance = await startFakeInstance(request =>
      request.path.endsWith("/token") ? { body: { access_token: "a", expires_in: 3600 } } : { status: 401 },
    );
    const session = openTestSession(instance, { tokens: createMemoryTokenStore() });
    expect(await codeOf(session.request(call))).toBe("unexpected");
    expect(instance.seen.map(request => request.path.split("/").at(-1))).toEqual(["token", "SalesOrder", "token", "SalesOrder"]);
  });

  it("falls back to one password grant when the refresh token is dead, e.g. because a process was killed before it saved the new one", async () => {
    const authority = createAuthority();
    await using instance = await startFakeInstance(authority.answer);
    const tokens = createMemoryTokenStore({ accessToken: "old", refreshToken: "used", expiresAt: new Date(0), generation: 4 });
    const session = openTestSession(instance, { tokens });
    await session.request(call);
    expect(authority.grants).toEqual(["refresh_token", "password"]);
    expect(tokens.state().tokens).toMatchObject({ accessToken: "access-1", refreshToken: "refresh-1", generation: 5 });
  });

  it.each([
    ["invalid_grant", "user_refused"],
    ["invalid_client", "secret_refused"],
    ["invalid_scope", "scope_refused"],
  ])("tries credentials refused with %s once, over all processes, until they change", async (refusal, code) => {
    const authority = createAuthority();
    authority.refuse = refusal;
    await using instance = await startFakeInstance(authority.answer);
    const tokens = createMemoryTokenStore();
    const processes = Array.from({ length: 4 }, () => openTestSession(instance, { tokens }));
    const first = await Promise.all(processes.map(session => codeOf(session.request(call))));
    const later = await codeOf(openTestSession(instance, { tokens }).request(call));
    expect(new Set([...first, later])).toEqual(new Set([code]));
    expect(authority.grants).toHaveLength(1);
    authority.refuse = null;
    const corrected = openTestSession(instance, { tokens, credentials: { password: "new one" } as never });
    expect(await codeOf(corrected.request(call))).toBe("ok");
    expect(authority.grants).toHaveLength(2);
  });

  it("does not send the password after a refused shared secret", async () => {
    const authority = createAuthority();
    authority.refuse = "invalid_client";
    await using instance = await startFakeInstance(authority.answer);
    const tokens = createMemoryTokenStore({ accessToken: "old", refreshToken: "r", expiresAt: new Date(0), generation: 1 });
    expect(await codeOf(openTestSession(instance, { tokens }).request(call))).toBe("secret_refused");
    expect(authority.grants).toEqual(["refresh_token"]);
  });

  it("tries refused credentials again only when a person asks for it, and keeps a pair that still works", async () => {
    const authority = createAuthority();
    await using instance = await startFakeInstance(authority.answer);
    const tokens = createMemoryTokenStore();
    const session = openTestSession(instance, { tokens });
    await session.request(call);
    authority.refuse = "invalid_grant";
    expect(await codeOf(session.signIn({ fresh: true }))).toBe("user_refused");
    expect(await codeOf(session.signIn({ fresh: true }))).toBe("user_refused");
    expect(authority.grants).toEqual(["password", "password", "password"]);
    expect(await codeOf(session.request(call))).toBe("ok");
    authority.refuse = null;
    expect(await codeOf(session.signIn({ fresh: true }))).toBe("ok");
    expect(tokens.state().refusedFingerprint).toBeNull();
  });

  it("remembers nothing when the token endpoint is not well: that is no refusal", async () => {
    let isWell = false;
    await using instance = await startFakeInstance(request => {
      if (!request.path.endsWith("/token")) return { body: [] };
      return isWell ? { body: { access_token: "a", expires_in: 3600 } } : { status: 503, body: "<html>down</html>" };
    });
    const tokens = createMemoryTokenStore();
    const session = openTestSession(instance, { tokens });
    expect(await codeOf(session.request(call))).toBe("unexpected");
    isWell = true;
    expect(await codeOf(session.request(call))).toBe("ok");
    expect(tokens.state().refusedFingerprint).toBeNull();
  });

  it("signs out with a length of zero, which IIS insists on, and frees the old sign-in before a fresh one", async () => {
    const authority = createAuthority();
    await using instance = await startFakeInstance(authority.answer);
    const session = openTestSession(instance, { tokens: createMemoryTokenStore() });
    await session.request(call);
    await session.signOut();
    expect(authority.logouts[0]?.headers).toMatchObject({ "content-length": "0", authorization: "Bearer access-1" });
    expect(authority.logouts[0]?.body).toBe("");
    await session.signIn({ fresh: true });
    expect(authority.logouts).toHaveLength(2);
  });

  it("does not fail when signing out is impossible", async () => {
    const instance = await startFakeInstance(() => ({ status: 500 }));
    const session = openTestSession(instance);
    await instance.close();
    await expect(session.signOut()).resolves.toBeUndefined();
  });

  it("makes no call at all with a client id that names no tenant, or another one", async () => {
    await using instance = await startFakeInstance(() => ({}));
    for (const change of [{ clientId: "GUID" }, { tenant: "Other" }]) {
      const open = () =>
        createAcumaticaSession({
          http: instance.http,
          clock: createTestClock(),
          tokens: createMemoryTokenStore(),
          credentials: { ...CREDENTIALS, instanceUrl: instance.baseUrl, ...change },
          settings: SETTINGS,
        });
      expect(open).toThrow(expect.objectContaining({ code: "tenant_suffix_missing" }));
    }
    expect(instance.seen).toEqual([]);
  });

  it("never follows a redirect, and reads the reason from the error page's address", async () => {
    await using instance = await startFakeInstance(() => ({
      status: 302,
      headers: { location: "/Acme/Frames/Error.aspx?message=API%20Login%20Limit" },
    }));
    expect(await codeOf(openTestSession(instance).request(call))).toBe("seat_limit");
    expect(instance.seen).toHaveLength(1);
  });
});
