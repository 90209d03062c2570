import { createHash, randomBytes } from "node:crypto";
import { request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_CLIENT_ID, DEFAULT_PASSWORD, DEFAULT_SECRET, DEFAULT_USER } from "./seed-base";
import { startTestClient, type TestClient } from "./test-client";

let erp: TestClient;
beforeAll(async () => {
  erp = await startTestClient();
});
afterAll(() => erp.close());
beforeEach(async () => {
  await erp.call("POST", "/__sandbox/reset", { body: {} });
});

const good = {
  grant_type: "password",
  client_id: DEFAULT_CLIENT_ID,
  client_secret: DEFAULT_SECRET,
  username: DEFAULT_USER,
  password: DEFAULT_PASSWORD,
  scope: "api offline_access",
};
const refresh = (token: string) => ({
  grant_type: "refresh_token",
  client_id: DEFAULT_CLIENT_ID,
  client_secret: DEFAULT_SECRET,
  refresh_token: token,
});
const DAY_MS = 86_400_000;

describe("token endpoint", () => {
  it("answers a password grant with an opaque pair that lives an hour; without offline_access there is no refresh token", async () => {
    const answer = await erp.token(good);
    expect(answer.json).toMatchObject({ expires_in: 3600, token_type: "Bearer", scope: "api offline_access" });
    expect(answer.json.access_token).toHaveLength(43);
    expect(answer.json.refresh_token).toHaveLength(43);
    expect((await erp.token({ ...good, scope: "api" })).json).not.toHaveProperty("refresh_token");
  });

  const refusals: [string, Record<string, string>, Record<string, string>][] = [
    ["wrong password", { password: "no" }, { error: "invalid_grant", error_description: "invalid_username_or_password" }],
    ["unknown user", { username: "nobody" }, { error: "invalid_grant", error_description: "invalid_username_or_password" }],
    ["wrong secret", { client_secret: "no" }, { error: "invalid_client" }],
    ["client id without tenant", { client_id: DEFAULT_CLIENT_ID.split("@")[0] ?? "" }, { error: "invalid_client" }],
    ["client id of another tenant", { client_id: DEFAULT_CLIENT_ID.replace("@Sandbox", "@Harbor Live") }, { error: "invalid_client" }],
    ["misspelled scope", { scope: "api offline" }, { error: "invalid_scope" }],
    ["unknown grant", { grant_type: "client_credentials" }, { error: "unsupported_grant_type" }],
    ["empty refresh token", { grant_type: "refresh_token", refresh_token: "" }, { error: "invalid_request" }],
    ["unknown refresh token", { grant_type: "refresh_token", refresh_token: "x" }, { error: "invalid_grant" }],
  ];
  it.each(refusals)("refuses a %s with 400 and its code", async (_name, change, body) => {
    const answer = await erp.token({ ...good, ...change });
    expect([answer.status, answer.json]).toEqual([400, body]);
  });

  it("refuses an expired secret and an inactive application, with the code the switch says", async () => {
    erp.control.expireSecret();
    expect((await erp.token(good)).json).toEqual({ error: "invalid_client" });
    erp.control.changeApp({ addSecret: { value: "new-secret" }, isActive: false });
    erp.switches.inactiveAppError = "unauthorized_client";
    expect((await erp.token({ ...good, client_secret: "new-secret" })).json).toEqual({ error: "unauthorized_client" });
    erp.control.changeApp({ isActive: true });
    expect((await erp.token({ ...good, client_secret: "new-secret" })).status).toBe(200);
  });

  it("refuses a grant the application is not registered for, and offline_access where refresh tokens are off", async () => {
    erp.control.changeApp({ flows: ["authorization_code"] });
    expect((await erp.token(good)).json).toEqual({ error: "unauthorized_client" });
    erp.control.changeApp({ flows: ["password"], refreshMode: "none" });
    expect((await erp.token(good)).json).toEqual({ error: "invalid_scope" });
  });

  it("locks the account after repeated wrong passwords, also for the right one, and journals every attempt", async () => {
    erp.switches.lockAfterFailures = 3;
    for (let attempt = 0; attempt < 3; attempt += 1) await erp.token({ ...good, password: "no" });
    expect((await erp.token(good)).json.error).toBe("invalid_grant");
    expect(erp.journal.entries({ name: "login attempt" }).map(entry => entry.failures)).toEqual([1, 2, 3, 3]);
    expect(erp.journal.count({ name: "user locked" })).toBe(1);
    erp.control.changeUser({ isLocked: false });
    expect((await erp.token(good)).status).toBe(200);
  });

  it("keeps tenants apart: the second tenant's application reads the second tenant's records", async () => {
    erp.control.seed({ orders: 1 });
    const answer = await erp.token({ ...good, client_id: "0B1C2D3E-4F50-4617-8829-3A4B5C6D7E8F@Harbor Live" });
    const list = await erp.call("GET", "/entity/Default/24.200.001/SalesOrder", { bearer: answer.json.access_token });
    expect(list.json).toEqual([]);
  });
});

describe("refresh tokens", () => {
  it("rotate on every use: the old one is dead, two parallel refreshes leave one holder with nothing", async () => {
    const first = (await erp.token(good)).json.refresh_token;
    const answers = await Promise.all([erp.token(refresh(first)), erp.token(refresh(first))]);
    expect(answers.map(answer => answer.status).sort()).toEqual([200, 400]);
    const next = answers.find(answer => answer.status === 200)?.json;
    expect(next.refresh_token).not.toBe(first);
    expect((await erp.token(refresh(next.refresh_token))).status).toBe(200);
  });

  it("absolute mode ends 30 days after sign-in however often it was refreshed", async () => {
    let token = (await erp.token(good)).json.refresh_token;
    erp.control.setClock(29 * DAY_MS);
    token = (await erp.token(refresh(token))).json.refresh_token;
    erp.control.setClock(30 * DAY_MS + 1000);
    expect((await erp.token(refresh(token))).json).toEqual({ error: "invalid_grant" });
  });

  it("sliding mode ends 15 days after the last use, and at the cap of 90", async () => {
    erp.control.changeApp({ refreshMode: "sliding" });
    let token = (await erp.token(good)).json.refresh_token;
    for (let day = 14; day <= 84; day += 14) {
      erp.control.setClock(day * DAY_MS);
      token = (await erp.token(refresh(token))).json.refresh_token;
    }
    erp.control.setClock(91 * DAY_MS);
    expect((await erp.token(refresh(token))).status).toBe(400);
  });

  it("die with Revoke Access, and the access token with them", async () => {
    const pair = (await erp.token(good)).json;
    erp.control.revokeTokens();
    expect((await erp.token(refresh(pair.refresh_token))).json).toEqual({ error: "invalid_grant" });
    expect((await erp.call("GET", "/entity/Default/24.200.001/Warehouse", { bearer: pair.access_token })).status).toBe(401);
  });
});

describe("authorization code", () => {
  const redirectUri = "http://localhost:3000/api/callback";
  const verifier = randomBytes(32).toString("base64url");
  const query = () =>
    new URLSearchParams({
      response_type: "code",
      client_id: DEFAULT_CLIENT_ID,
      redirect_uri: redirectUri,
      scope: "api offline_access",
      state: "s1",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    });
  const submit = (fields: Record<string, string>) =>
    fetch(`${erp.url}/identity/connect/authorize`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams([...query(), ...Object.entries(fields)]),
    });
  const exchange = (code: string, change: Record<string, string> = {}) =>
    erp.token({
      grant_type: "authorization_code",
      client_id: DEFAULT_CLIENT_ID,
      client_secret: DEFAULT_SECRET,
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...change,
    });

  it("shows consent, returns code, scope and state, and exchanges the code once, with the right verifier only", async () => {
    const page = await fetch(`${erp.url}/identity/connect/authorize?${query()}`);
    expect(await page.text()).toContain("api offline_access");
    const back = new URL(
      (await submit({ decision: "allow", username: DEFAULT_USER, password: DEFAULT_PASSWORD })).headers.get("location") ?? "",
    );
    expect([back.searchParams.get("state"), back.searchParams.get("scope")]).toEqual(["s1", "api offline_access"]);
    const code = back.searchParams.get("code") ?? "";
    expect((await exchange(code)).json.refresh_token).toHaveLength(43);
    expect((await exchange(code)).json).toEqual({ error: "invalid_grant" });
    const second = new URL(
      (await submit({ decision: "allow", username: DEFAULT_USER, password: DEFAULT_PASSWORD })).headers.get("location") ?? "",
    );
    expect((await exchange(second.searchParams.get("code") ?? "", { code_verifier: "wrong" })).json).toEqual({ error: "invalid_grant" });
  });

  it("a refusal comes back as access_denied; an unregistered address is shown, not followed", async () => {
    expect((await submit({ decision: "deny" })).headers.get("location")).toContain("error=access_denied");
    const foreign = query();
    foreign.set("redirect_uri", "https://evil.example/cb");
    expect((await fetch(`${erp.url}/identity/connect/authorize?${foreign}`)).status).toBe(400);
  });
});

describe("discovery and addresses", () => {
  it("the discovery document names the other addresses, below the virtual directory when asked there", async () => {
    for (const directory of ["", "/AcmeERP"]) {
      const { json } = await erp.call("GET", `${directory}/identity/.well-known/openid-configuration`, { bearer: null });
      expect(json.token_endpoint).toBe(`${erp.url}${directory}/identity/connect/token`);
      expect(json.revocation_endpoint).toBe(`${erp.url}${directory}/identity/connect/revocation`);
    }
  });

  it("GET /entity lists system endpoints to anybody, custom ones when signed in, in both shapes", async () => {
    const names = (json: { name: string; version: string }[]) => json.map(endpoint => `${endpoint.name}/${endpoint.version}`);
    const anonymous = (await erp.call("GET", "/AcmeERP/entity", { bearer: null })).json;
    expect(anonymous.version.acumaticaBuildVersion).toMatch(/^24\./);
    expect(names(anonymous.endpoints)).toEqual(["Default/22.200.001", "Default/23.200.001", "Default/24.200.001", "eCommerce/24.200.001"]);
    expect(anonymous.endpoints[0].href).toBe(`${erp.url}/AcmeERP/entity/Default/22.200.001/`);
    await erp.signIn();
    erp.switches.entityListShape = "array";
    expect(names((await erp.call("GET", "/entity")).json)).toContain("Dockside/1.0");
  });
});

describe("sessions and seats", () => {
  const warehouse = (bearer: string) => erp.call("GET", "/entity/Default/24.200.001/Warehouse?$top=1", { bearer });
  const token = async (scope: string) => (await erp.token({ ...good, scope })).json;

  it("api opens a session per token; offline_access keeps one across refreshes", async () => {
    const [a, b] = [await token("api"), await token("api")];
    await warehouse(a.access_token);
    await warehouse(b.access_token);
    expect(erp.control.sessions()).toHaveLength(2);
    const pair = await token("api offline_access");
    await warehouse(pair.access_token);
    const next = (await erp.token(refresh(pair.refresh_token))).json;
    await warehouse(next.access_token);
    expect(erp.control.sessions()).toHaveLength(3);
  });

  it("concurrent_access takes a seat for every call that does not send the cookie back", async () => {
    const { access_token } = await token("api:concurrent_access");
    const first = await warehouse(access_token);
    await warehouse(access_token);
    expect(erp.control.sessions()).toHaveLength(2);
    const cookie =
      first.headers
        .getSetCookie()
        .find(value => value.startsWith("ASP.NET_SessionId"))
        ?.split(";")[0] ?? "";
    await erp.call("GET", "/entity/Default/24.200.001/Warehouse", { bearer: access_token, headers: { cookie } });
    expect(erp.control.sessions()).toHaveLength(2);
  });

  it("over the limit the call is refused with each of the three faces, and signing out frees the seat", async () => {
    erp.switches.maxApiSessions = 1;
    const [a, b] = [await token("api"), await token("api")];
    await warehouse(a.access_token);
    const redirect = await warehouse(b.access_token);
    expect([redirect.status, redirect.headers.get("location")]).toEqual([
      302,
      expect.stringMatching(/^\/Frames\/Error\.aspx\?.*concurrent\+API\+logins/),
    ]);
    erp.switches.seatLimitFace = "500";
    expect((await warehouse(b.access_token)).json.exceptionMessage).toContain("API Login Limit");
    erp.switches.seatLimitFace = "429";
    expect((await warehouse(b.access_token)).status).toBe(429);
    expect((await erp.call("POST", "/entity/auth/logout", { bearer: a.access_token, body: "" })).status).toBe(204);
    expect((await warehouse(b.access_token)).status).toBe(200);
  });

  it("a user's own cap counts only that user's sessions", async () => {
    erp.control.changeUser({ maxSessions: 1 });
    const [a, b] = [await token("api"), await token("api")];
    await warehouse(a.access_token);
    expect((await warehouse(b.access_token)).status).toBe(302);
  });

  it("revoking does not free the seat; a signed-out token opens another session", async () => {
    const pair = await token("api");
    await warehouse(pair.access_token);
    erp.control.revokeTokens();
    expect(erp.control.sessions()).toHaveLength(1);
    const other = await token("api");
    await warehouse(other.access_token);
    await erp.call("POST", "/entity/auth/logout", { bearer: other.access_token, body: "" });
    expect((await warehouse(other.access_token)).status).toBe(200);
    expect(erp.journal.count({ name: "session opened" })).toBe(3);
  });

  it("an expired access token is 401 and its session ends", async () => {
    const pair = await token("api");
    await warehouse(pair.access_token);
    erp.control.setClock(3601 * 1000);
    expect([(await warehouse(pair.access_token)).status, erp.control.sessions()]).toEqual([401, []]);
  });

  it("a logout without a length is IIS's 411 page", async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const call = request(`${erp.url}/entity/auth/logout`, { method: "POST" }, response => resolve(response.statusCode ?? 0));
      call.removeHeader("transfer-encoding");
      call.useChunkedEncodingByDefault = false;
      call.on("error", reject).end();
    });
    expect(status).toBe(411);
  });

  it("cookie login gives the whole cookie set, later answers repeat four of them, ten idle minutes end it", async () => {
    const names = (headers: Headers) => headers.getSetCookie().map(value => value.split("=")[0]);
    const login = await erp.call("POST", "/entity/auth/login", {
      bearer: null,
      body: { name: DEFAULT_USER, password: DEFAULT_PASSWORD, tenant: "Sandbox" },
    });
    expect(login.status).toBe(204);
    expect(names(login.headers)).toEqual([
      "ASP.NET_SessionId",
      ".ASPXAUTH",
      "CompanyID",
      "Locale",
      "UserBranch",
      "requestid",
      "requeststat",
    ]);
    const cookie = login.headers
      .getSetCookie()
      .map(value => value.split(";")[0])
      .join("; ");
    const read = () => erp.call("GET", "/entity/Default/24.200.001/Warehouse", { bearer: null, headers: { cookie } });
    const later = await read();
    expect([later.status, names(later.headers)]).toEqual([200, ["Locale", "UserBranch", "requestid", "requeststat"]]);
    erp.control.setClock(11 * 60_000);
    expect((await read()).status).toBe(401);
  });

  it("a wrong cookie login is a 500 with Acumatica's words, an unknown tenant another", async () => {
    const wrong = await erp.call("POST", "/entity/auth/login", { body: { name: DEFAULT_USER, password: "no", tenant: "Sandbox" } });
    expect([wrong.status, wrong.json.exceptionMessage]).toEqual([500, "Error: Invalid credentials. Please try again."]);
    const tenant = await erp.call("POST", "/entity/auth/login", {
      body: { name: DEFAULT_USER, password: DEFAULT_PASSWORD, tenant: "Nowhere" },
    });
    expect(tenant.json.exceptionType).toBe("PX.Data.PXUndefinedCompanyException");
  });

  it("a role without a form is 403 with the form's name, and only new sessions see a change of rights", async () => {
    const [before, after] = [await token("api"), await token("api")];
    const shipments = (bearer: string) => erp.call("GET", "/entity/Default/24.200.001/Shipment?$top=1", { bearer });
    await shipments(before.access_token);
    erp.control.changeUser({ rights: { SO302000: "denied" } });
    expect((await shipments(before.access_token)).status).toBe(200);
    const refused = await shipments(after.access_token);
    expect([refused.status, refused.json]).toEqual([
      403,
      { message: "You have insufficient rights to access the Shipments (SO302000) form." },
    ]);
  });
});
