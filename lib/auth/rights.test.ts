import { describe, expect, it } from "vitest";
import type { Actor, Role } from "@/lib/db/scope";
import { createApiKeySecret, hashApiKey, readBearer } from "./api-key-secret";
import { normaliseEmail } from "./email";
import { assertGoodPassword, hashPassword, verifyPassword } from "./password";
import { isAllowed, KEY_SCOPES, PERMISSION_NAMES, type Permission } from "./permissions";
import { readAddress } from "./read-address";
import { isSameOrigin } from "./same-origin";

const person = (role: Role): Actor => ({ kind: "user", id: "u", name: "Dana", role });
const key = (...scopes: string[]): Actor => ({ kind: "key", id: "k", name: "WMS", scopes });
const allowedTo = (actor: Actor, merchantId: string | null = null) => PERMISSION_NAMES.filter(name => isAllowed(actor, name, merchantId));

describe("who may do what", () => {
  it("lets an owner do everything", () => {
    expect(allowedTo(person("owner"))).toEqual(PERMISSION_NAMES);
  });

  it("lets an admin do everything but delete the workspace", () => {
    expect(PERMISSION_NAMES.filter(name => !isAllowed(person("admin"), name))).toEqual(["workspace:delete"]);
  });

  it("lets an operator work orders, matches and runs, and touch no credentials, people or keys", () => {
    expect(allowedTo(person("operator")).filter(name => !name.endsWith(":read"))).toEqual([
      "stores:test",
      "warehouses:test",
      "connections:run",
      "orders:write",
      "mappings:write",
    ]);
    expect(allowedTo(person("operator"))).not.toContain("api_keys:read");
  });

  it("lets a viewer read and nothing else", () => {
    const allowed = allowedTo(person("viewer"));
    expect(allowed.every(name => name.endsWith(":read"))).toBe(true);
    expect(allowed).toContain("orders:read");
  });

  it("keeps what acts on the whole workspace from everybody who is limited to one merchant, whatever the role", () => {
    const limited = allowedTo(person("owner"), "m");
    for (const name of ["warehouses:write", "merchants:write", "people:read", "api_keys:write", "workspace:delete"] as Permission[]) {
      expect(limited).not.toContain(name);
    }
    expect(limited).toContain("stores:write");
  });

  it.each<[string[], Permission, boolean]>([
    [["all"], "stores:write", true],
    [["all"], "api_keys:write", false],
    [["read"], "orders:read", true],
    [["read"], "orders:write", false],
    [["read"], "people:read", false],
    [["orders:write"], "orders:write", true],
    [["orders:write"], "orders:read", false],
    [[], "orders:read", false],
    [["people:write"], "people:write", false],
  ])("a key with %j and %s: %s", (scopes, permission, isIt) => {
    expect(isAllowed(key(...scopes), permission)).toBe(isIt);
  });

  it("offers keys no scope that keys may not have", () => {
    expect(KEY_SCOPES.filter(scope => /^(people|api_keys|workspace)/.test(scope))).toEqual([]);
  });
});

describe("an e-mail address", () => {
  it.each([
    ["  Dana@Example.COM ", "dana@example.com"],
    ["ｄａｎａ@example.com", "dana@example.com"],
  ])("%j becomes %j", (typed, email) => {
    expect(normaliseEmail(typed)).toBe(email);
  });

  it.each(["", "dana", "a@b@example.com", "a＠b@example.com", "a@localhost", "a b@example.com", "@example.com", "<a@example.com>"])(
    "%j is refused",
    typed => {
      expect(() => normaliseEmail(typed)).toThrow(/not an e-mail address/);
    },
  );
});

describe("a password", () => {
  const check = (password: string) => () => assertGoodPassword({ password, email: "dana.reyes@example.com" });

  it.each(["correct violet cantilever", "Tr4velling-light-again", "zwölf Boxkämpfer"])("%j is good", password => {
    expect(check(password)).not.toThrow();
  });

  it.each([
    ["elevenchars", "12 characters"],
    ["passwordpassword", "commonest"],
    ["Password123!!", "commonest"],
    ["P@ssw0rd12345", "commonest"],
    ["qwertyuiop12", "commonest"],
    ["aaaaaaaaaaaaa", "commonest"],
    ["abcabcabcabc", "commonest"],
    ["correcthorsebatterystaple", "commonest"],
    ["dragonmonkey1", "commonest"],
    ["123456789012", "commonest"],
    ["dana.reyes12", "e-mail address"],
  ])("%j is refused: %s", (password, reason) => {
    expect(check(password)).toThrow(reason);
  });

  it("opens its own hash and no other, and an unknown account never", async () => {
    const passwordHash = await hashPassword("correct violet cantilever");
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await expect(verifyPassword({ passwordHash, password: "correct violet cantilever" })).resolves.toBe(true);
    await expect(verifyPassword({ passwordHash, password: "correct violet cantilevel" })).resolves.toBe(false);
    await expect(verifyPassword({ passwordHash: null, password: "correct violet cantilever" })).resolves.toBe(false);
  });
});

describe("where a change comes from", () => {
  const appUrl = "https://dock.example.com";
  it.each<[Record<string, string>, boolean]>([
    [{ "sec-fetch-site": "same-origin" }, true],
    [{ "sec-fetch-site": "same-site" }, false],
    [{ "sec-fetch-site": "cross-site", origin: appUrl }, false],
    [{ "sec-fetch-site": "none" }, false],
    [{ origin: appUrl }, true],
    [{ origin: "https://dock.example.com.evil.test" }, false],
    [{ origin: "null" }, false],
    [{ origin: "https://evil.test", host: "evil.test" }, false],
    [{}, false],
  ])("%j: %s", (headers, isOurs) => {
    expect(isSameOrigin({ headers: new Headers(headers), appUrl })).toBe(isOurs);
  });
});

describe("an API key", () => {
  it("is read from a bearer header and known by its hash alone", () => {
    const { secret, hash, prefix } = createApiKeySecret();
    expect(readBearer(`Bearer ${secret}`)).toBe(secret);
    expect(hashApiKey(secret)).toBe(hash);
    expect(secret.startsWith(prefix)).toBe(true);
    expect(hash).not.toContain(secret.slice(4));
  });

  it.each([null, "", "Bearer", "Bearer abc", "Basic dbk_x", `Bearer dbk_${"a".repeat(42)}`, `Bearer dbk_${"a".repeat(44)}`])(
    "is not in %j",
    header => {
      expect(readBearer(header)).toBeNull();
    },
  );
});

it("takes the address that the nearest proxy added, not what the caller wrote before it", () => {
  expect(readAddress(new Headers({ "x-forwarded-for": "1.2.3.4, 5.6.7.8" }))).toBe("5.6.7.8");
  expect(readAddress(new Headers())).toBe("unknown");
});
