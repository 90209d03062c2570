import { describe, expect, it } from "vitest";
import { checkClientId, checkInstanceUrl, checkScope, checkWarehouseId, readInstanceUrl } from "./live-checks";

describe("the instance address", () => {
  it.each([
    ["https://juniper.acumatica.com/t/JuniperPantry", "https://juniper.acumatica.com", "JuniperPantry"],
    ["juniper.acumatica.com", "https://juniper.acumatica.com", null],
    ["https://erp.example.com/AcumaticaERP/", "https://erp.example.com/AcumaticaERP", null],
    ["https://erp.example.com/AcumaticaERP/t/Two%20Words", "https://erp.example.com/AcumaticaERP", "Two Words"],
    ["https://erp.example.com/Main?ScreenId=SO301000", "https://erp.example.com", null],
    ["http://localhost:4010", "http://localhost:4010", null],
  ])("%s is used as %s with tenant %s", (typed, base, tenant) => expect(readInstanceUrl(typed)).toEqual({ base, tenant }));

  it("is doubted only when there is something to doubt", () => {
    expect(checkInstanceUrl("")).toBeNull();
    expect(checkInstanceUrl("https://erp.example.com")).toBeNull();
    expect(checkInstanceUrl("juniper")?.tone).toBe("warn");
    expect(checkInstanceUrl("https://erp.example.com/t/Juniper")?.text).toContain("with tenant Juniper");
  });
});

describe("the Client ID", () => {
  it("without a tenant is called cut off, and the known tenant is offered", () => {
    expect(checkClientId("8F2C11D4-6E0B-4C7A", "JuniperPantry")?.repair?.value).toBe("8F2C11D4-6E0B-4C7A@JuniperPantry");
    expect(checkClientId("8F2C11D4-6E0B-4C7A", null)?.repair).toBeUndefined();
  });

  it("of another tenant is pointed out, whatever its capitals", () => {
    expect(checkClientId("8F2C11D4@Other", "Juniper")?.text).toContain("Other");
    expect(checkClientId("8F2C11D4@juniper", "Juniper")).toBeNull();
  });
});

describe("the scope and the warehouse id", () => {
  it("warn of what would cost sign-ins or passwords, with the repair", () => {
    expect(checkScope("api offline_access")).toBeNull();
    expect(checkScope("api")?.repair?.value).toBe("api offline_access");
    expect(checkScope("api offline_access api:concurrent_access")?.repair?.value).toBe("api offline_access");
  });

  it("say that a warehouse id does nothing in sales-order mode", () => {
    expect(checkWarehouseId("MAIN", false)).not.toBeNull();
    expect(checkWarehouseId("MAIN", true)).toBeNull();
  });
});
