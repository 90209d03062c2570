import { describe, expect, it } from "vitest";
import { parseInstanceUrl } from "./instance-url";

describe("parseInstanceUrl", () => {
  it.each([
    ["https://myerp.acumatica.com", "https://myerp.acumatica.com", undefined],
    ["https://myerp.acumatica.com/", "https://myerp.acumatica.com", undefined],
    ["  myerp.acumatica.com ", "https://myerp.acumatica.com", undefined],
    ["https://MyErp.Acumatica.com/AcmeERP", "https://myerp.acumatica.com/AcmeERP", undefined],
    ["https://erp.example.com/AcmeERP/", "https://erp.example.com/AcmeERP", undefined],
    ["https://erp.example.com:8443/AcmeERP/Main?ScreenId=SO301000", "https://erp.example.com:8443/AcmeERP", undefined],
    ["https://erp.example.com/AcmeERP/(W(2))/Main", "https://erp.example.com/AcmeERP", undefined],
    ["https://erp.example.com/Frames/Login.aspx?ReturnUrl=%2f", "https://erp.example.com", undefined],
    ["https://erp.example.com/AcmeERP/entity/Default/24.200.001/SalesOrder", "https://erp.example.com/AcmeERP", undefined],
    ["https://erp.example.com/identity/connect/token", "https://erp.example.com", undefined],
    ["https://erp.example.com/t/Acme", "https://erp.example.com", "Acme"],
    ["https://erp.example.com/AcmeERP/t/Oppenheimer%20Live/entity", "https://erp.example.com/AcmeERP", "Oppenheimer Live"],
    ["http://127.0.0.1:4010/Acme", "http://127.0.0.1:4010/Acme", undefined],
    ["http://sandbox:4010", "http://sandbox:4010", undefined],
  ])("reads %s", (input, baseUrl, tenant) => {
    expect(parseInstanceUrl(input)).toEqual(tenant === undefined ? { ok: true, baseUrl } : { ok: true, baseUrl, tenant });
  });

  it.each([
    ["", /address/],
    ["https://", /not a web address/],
    ["ftp://erp.example.com", /https/],
    ["myerp", /incomplete/],
    ["https://a:b@erp.example.com", /user name/],
    ["https://erp.example.com/t/", /no tenant/],
    ["javascript://x.y/%0aalert(1)", /https/],
  ])("says in words what is wrong with %j", (input, words) => {
    expect(parseInstanceUrl(input)).toMatchObject({ ok: false, field: "instanceUrl", message: expect.stringMatching(words) });
  });
});
