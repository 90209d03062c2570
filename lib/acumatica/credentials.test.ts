import { describe, expect, it } from "vitest";
import { assertTenant, refusalFingerprint, rememberedRefusal } from "./credentials";
import { CREDENTIALS } from "./testing/fake-instance";

const full = { ...CREDENTIALS, instanceUrl: "https://erp.example.com/Acme" };

describe("assertTenant", () => {
  it.each([
    ["names the tenant", {}, "MyCompany"],
    ["agrees with the Tenant field whatever its case", { tenant: "mycompany" }, "MyCompany"],
    ["may hold spaces", { clientId: "GUID@Oppenheimer Live" }, "Oppenheimer Live"],
    ["ignores a blank Tenant field", { tenant: " " }, "MyCompany"],
    ["agrees with the tenant in a pasted address", { instanceUrl: "https://erp.example.com/t/MyCompany" }, "MyCompany"],
  ])("the client id %s", (_title, change, tenant) => {
    expect(assertTenant({ ...full, ...change })).toBe(tenant);
  });

  it.each([
    ["is cut off before the @", { clientId: "03539A80-1111" }],
    ["ends at the @", { clientId: "03539A80-1111@" }],
    ["belongs to another tenant than the field says", { tenant: "Other" }],
    ["belongs to another tenant than the address says", { instanceUrl: "https://erp.example.com/t/Other" }],
  ])("refuses a client id that %s", (_title, change) => {
    expect(() => assertTenant({ ...full, ...change })).toThrow(expect.objectContaining({ code: "tenant_suffix_missing" }));
  });
});

describe("a remembered refusal", () => {
  const scope = "api offline_access";
  const fingerprint = refusalFingerprint(full, { code: "user_refused", scope });

  it("is found again for the same credentials, with the same cause", () => {
    expect(rememberedRefusal(full, scope, fingerprint)?.code).toBe("user_refused");
  });

  it.each(["instanceUrl", "clientId", "clientSecret", "username", "password"] as const)("is forgotten when %s changes", field => {
    expect(rememberedRefusal({ ...full, [field]: "https://x.example.com" }, scope, fingerprint)).toBeNull();
  });

  it("is forgotten when the scope changes", () => {
    expect(rememberedRefusal(full, "api", fingerprint)).toBeNull();
  });

  it("holds no credential", () => {
    expect(fingerprint).not.toMatch(/correct|horse|Ger2OU8/);
  });
});
