import { describe, expect, it } from "vitest";
import { freePrefix } from "./choose-prefix";
import { isPublicUrl } from "./register-webhooks";
import { readStoreSettings, storeSettingsInputSchema, storeSettingsSchema } from "./store-settings";

describe("store settings", () => {
  it("default to what a standard instance needs", () => {
    expect(readStoreSettings({})).toEqual({
      endpointName: "Default",
      endpointVersion: "24.200.001",
      orderType: "SO",
      defaultWarehouseId: "",
      scope: "api offline_access",
      importViaShipments: false,
      includePackageContents: false,
      confirmShipments: true,
      timeZone: "UTC",
      shipmentLookbackDays: 4,
      duplicateChecking: true,
      throttleLimit: 60,
      throttleSeconds: 60,
      concurrentConnections: 5,
      concurrentBatches: 5,
      unmappedSku: "send",
      unmappedShipMethod: "send",
      secretExpiresOn: null,
    });
  });

  it.each([
    ["concurrentConnections", 11],
    ["concurrentBatches", 0],
    ["timeZone", "Mars/Olympus"],
    ["endpointVersion", "latest"],
    ["scope", "api api:concurrent_access"],
    ["throttleLimit", 1.5],
  ])("refuse %s = %j", (field, value) => {
    const result = storeSettingsSchema.safeParse({ [field]: value });
    expect(result.error?.issues.map(issue => issue.path.join("."))).toEqual([field]);
  });

  it("take a partial change without filling in defaults, and refuse unknown fields by name", () => {
    expect(storeSettingsInputSchema.parse({ orderType: "TR" })).toEqual({ orderType: "TR" });
    expect(storeSettingsInputSchema.safeParse({ orderTypo: "TR" }).error?.issues[0]).toMatchObject({
      code: "unrecognized_keys",
      keys: ["orderTypo"],
    });
  });
});

describe("an order prefix", () => {
  it.each([
    ["Knox & Sons", [], "KNOX-"],
    ["Knox & Sons", ["KNOX-"], "KNOX2-"],
    ["Knox & Sons", ["KNOX-", "KNOX2-"], "KNOX3-"],
    ["Émile", [], "EMIL-"],
    ["日本", [], "S-"],
  ])("for %s, with %j taken, is %s", (name, taken, prefix) => {
    expect(freePrefix(name, new Set(taken))).toBe(prefix);
  });
});

describe("an address the warehouse can call", () => {
  it.each([
    ["https://dock.example.com", true],
    ["http://dock.example.com", false],
    ["https://localhost:3000", false],
    ["https://192.168.1.4", false],
    ["https://[fd00::1]", false],
    ["https://intranet", false],
  ])("%s: %s", (url, isPublic) => {
    expect(isPublicUrl(url)).toBe(isPublic);
  });
});
