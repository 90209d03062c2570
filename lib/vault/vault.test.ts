import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newId } from "@/lib/core/ids";
import { Secret } from "./secret";
import { createVault } from "./vault";
import { VaultError } from "./vault-error";
import { parseVaultKeys, type VaultKey } from "./vault-keys";

const makeKey = (id: string): VaultKey => ({ id, key: randomBytes(32) });
const k1 = makeKey("k1");
const k2 = makeKey("k2");
const vault = createVault({ keys: [k1] });

function sealed(plaintext = "s3cret", part: Partial<{ workspaceId: string; ownerId: string; field: string }> = {}) {
  const binding = { workspaceId: newId(), ownerId: newId(), field: "apiSecret", ...part };
  const dataKeySealed = vault.newDataKey(binding.workspaceId);
  return { ...binding, dataKeySealed, sealed: vault.seal({ ...binding, dataKeySealed, plaintext }) };
}

const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(VaultError);
    return (error as VaultError).code;
  }
  return "opened";
};

describe("vault", () => {
  it("gives back any text under its own workspace, owner and field", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 500 }), text => vault.open(sealed(text)).reveal() === text));
  });

  it("refuses a seal when any one of its bytes is changed, in the value and in the data key", { timeout: 60_000 }, () => {
    const value = sealed("canary");
    for (const part of ["sealed", "dataKeySealed"] as const) {
      const text = value[part];
      for (let at = 0; at < text.length; at += 1) {
        for (const by of ["A", "B", "-", "_", "=", ".", "", " ", String.fromCharCode(text.charCodeAt(at) ^ 1)]) {
          const changed = text.slice(0, at) + by + text.slice(at + 1);
          if (changed !== text)
            expect(
              refusal(() => vault.open({ ...value, [part]: changed })),
              `${part} ${at} ${by}`,
            ).not.toBe("opened");
        }
      }
    }
  });

  it("refuses 1,000 seals with a flipped bit each", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 64 }), fc.nat(), fc.integer({ min: 0, max: 7 }), (text, position, bit) => {
        const value = sealed(text);
        const [version, keyId, iv, body = ""] = value.sealed.split(".");
        const bytes = Buffer.from(body, "base64url");
        const at = position % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        return (
          refusal(() => vault.open({ ...value, sealed: [version, keyId, iv, bytes.toString("base64url")].join(".") })) === "vault_refused"
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it("refuses a seal in another workspace, under another owner and in another field", () => {
    const value = sealed();
    expect(refusal(() => vault.open({ ...value, ownerId: newId() }))).toBe("vault_refused");
    expect(refusal(() => vault.open({ ...value, field: "apiKey" }))).toBe("vault_refused");
    const other = sealed("x", { ownerId: value.ownerId });
    expect(refusal(() => vault.open({ ...other, sealed: value.sealed }))).toBe("vault_refused");
    expect(refusal(() => vault.open({ ...value, workspaceId: other.workspaceId }))).toBe("vault_refused");
    expect(refusal(() => vault.open({ ...value, dataKeySealed: other.dataKeySealed }))).toBe("vault_refused");
  });

  it("refuses a tag that was cut short, a shorter iv and a second spelling of the same bytes", () => {
    const value = sealed("");
    const [version, keyId, iv = "", body = ""] = value.sealed.split(".");
    for (const bytes of [0, 4, 8, 12, 15]) {
      const cut = Buffer.from(body, "base64url").subarray(0, bytes).toString("base64url");
      expect(refusal(() => vault.open({ ...value, sealed: `${version}.${keyId}.${iv}.${cut}` }))).toBe("vault_refused");
    }
    expect(refusal(() => vault.open({ ...value, sealed: `${version}.${keyId}.${iv.slice(0, 12)}.${body}` }))).toBe("vault_refused");
    expect(refusal(() => vault.open({ ...value, sealed: `${value.sealed}=` }))).toBe("vault_refused");
    expect(refusal(() => vault.open({ ...value, sealed: value.sealed.replace("v1", "v2") }))).toBe("vault_refused");
  });

  it("can't be fooled by a bar inside a part of the binding", () => {
    expect(refusal(() => sealed("x", { field: "a|b" }))).toBe("vault_refused");
    expect(refusal(() => sealed("x", { ownerId: "" }))).toBe("vault_refused");
  });

  it("opens what an older key sealed, and nothing without that key", () => {
    const value = sealed();
    expect(
      createVault({ keys: [k2, k1] })
        .open(value)
        .reveal(),
    ).toBe("s3cret");
    expect(refusal(() => createVault({ keys: [k2] }).open(value))).toBe("vault_key_unknown");
    expect(refusal(() => createVault({ keys: [{ id: "k1", key: k2.key }] }).open(value))).toBe("vault_refused");
  });

  it("re-wraps a data key with the newest key, after which the old key is not needed and the values are as they were", () => {
    const value = sealed();
    const dataKeySealed = createVault({ keys: [k2, k1] }).rewrapDataKey(value) ?? "";
    expect(dataKeySealed).toMatch(/^v1\.k2\./);
    expect(
      createVault({ keys: [k2] })
        .open({ ...value, dataKeySealed })
        .reveal(),
    ).toBe("s3cret");
    expect(createVault({ keys: [k2, k1] }).rewrapDataKey({ ...value, dataKeySealed })).toBeNull();
  });

  it("tells by the canary whether a key is the newest, an older or a foreign one", () => {
    const canary = vault.sealCanary();
    expect(vault.checkCanary(canary)).toBe(true);
    expect(createVault({ keys: [k2, k1] }).checkCanary(canary)).toBe("older");
    expect(createVault({ keys: [k2] }).checkCanary(canary)).toBe(false);
    expect(createVault({ keys: [{ id: "k1", key: k2.key }] }).checkCanary(canary)).toBe(false);
    expect(vault.checkCanary("nonsense")).toBe(false);
  });

  it("never prints a plaintext", () => {
    const secret = new Secret("canary");
    const printed = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect(secret),
      inspect({ deep: [secret] }, { showHidden: true }),
      `${secret}x`,
    ];
    for (const text of printed) {
      expect(text).toContain("[redacted]");
      expect(text).not.toContain("canary");
    }
    expect(Object.keys(secret)).toEqual([]);
    expect(secret.reveal()).toBe("canary");
  });

  it("reads a list of keys, and names a bad entry by its place without showing it", () => {
    const text = `a:${k1.key.toString("base64")}, b:${k2.key.toString("base64url")},`;
    expect(parseVaultKeys(text).map(({ id }) => id)).toEqual(["a", "b"]);
    for (const bad of [
      "",
      " , ",
      "canary",
      "a:Y2FuYXJ5",
      `a:${k1.key.toString("base64")},a:${k2.key.toString("base64")}`,
      `:${k1.key.toString("base64")}`,
    ]) {
      const error = (() => {
        try {
          parseVaultKeys(bad);
        } catch (error) {
          return error as VaultError;
        }
      })();
      expect(error?.code, bad).toBe("vault_keys_invalid");
      expect(error?.message).not.toMatch(/canary|Y2FuYXJ5/);
    }
    expect(refusal(() => createVault({ keys: [] }))).toBe("vault_keys_invalid");
  });
});
