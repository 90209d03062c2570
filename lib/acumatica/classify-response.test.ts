import { describe, expect, it } from "vitest";
import { HttpError, type HttpFailure, type HttpResponse } from "@/lib/core/http-types";
import { classifyResponse, isOptimizerError, unreadable } from "./classify-response";
import type { AcumaticaErrorCode } from "./errors";
import { classifyTokenRefusal } from "./token-endpoint";

const answer = (status: number, body: unknown = "", headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers,
  text: typeof body === "string" ? body : JSON.stringify(body),
  durationMs: 3,
  exchangeId: "ex-1",
});
const read = { label: "acumatica.shipment.get", isWrite: false, subject: "Shipments", endpoint: "Default/24.200.001" };
const write = { ...read, label: "acumatica.shipment.put", isWrite: true };
const html = "<!DOCTYPE html><html><body><h1>Server Error in '/Acme' Application.</h1><script>alert(1)</script></body></html>";
const exception = (exceptionType: string, exceptionMessage: string) => ({
  message: "An error has occurred.",
  exceptionMessage,
  exceptionType,
});

const TABLE: [title: string, response: HttpResponse, code: AcumaticaErrorCode][] = [
  [
    "a missing record, which Acumatica answers with 500",
    answer(500, exception("PX.Api.ContractBased.NoEntitySatisfiesTheConditionException", "No entity satisfies the condition.")),
    "not_found",
  ],
  [
    "a missing record without a type",
    answer(500, { message: "An error has occurred.", exceptionMessage: "No entity satisfies the condition." }),
    "not_found",
  ],
  [
    "the seat limit as a redirect to the error page",
    answer(302, "", { location: "/Acme/Frames/Error.aspx?exceptionID=1&message=The+number+of+concurrent+API+logins+has+been+reached." }),
    "seat_limit",
  ],
  [
    "the seat limit as a redirect to the new error page",
    answer(302, "", { location: "/ui/error?message=API%20Login%20Limit" }),
    "seat_limit",
  ],
  [
    "the seat limit as a 500",
    answer(500, exception("PX.Data.PXException", "Error: The number of concurrent API logins has been reached.")),
    "seat_limit",
  ],
  ["another error page", answer(302, "", { location: "/Frames/Error.aspx?message=The+metadata+is+broken" }), "unexpected"],
  ["a redirect elsewhere", answer(301, "", { location: "https://other.example.com/" }), "unexpected"],
  [
    "no rights to a form",
    answer(403, { message: "You have insufficient rights to access the Sales Orders (SO301000) form." }),
    "forbidden_screen",
  ],
  ["an unknown endpoint", answer(404, { message: "No HTTP resource was found", messageDetail: "No type" }), "unknown_endpoint"],
  [
    "a long operation on the same screen",
    answer(409, { message: "A long operation is running for this screen in the current session." }),
    "record_busy",
  ],
  [
    "a concurrent save as a 500",
    answer(
      500,
      exception(
        "PX.Data.PXLockViolationException",
        "Error: Another process has updated the 'SOShipment' record. Your changes will be lost.",
      ),
    ),
    "record_busy",
  ],
  [
    "a concurrent save as a 422",
    answer(422, {
      error: "x",
      ShipmentNbr: { value: "1", error: "Another process has added the 'SOPackageDetail' record. Your changes will be lost." },
    }),
    "record_busy",
  ],
  ["a throttled call in plain text", answer(429, "The custom error module does not recognize this error."), "throttled"],
  [
    "an empty body",
    answer(400, { message: "The request is invalid.", modelState: { "": ["The request body should not be empty."] } }),
    "rejected",
  ],
  ["a failed condition", answer(412, { message: "exists" }), "rejected"],
  [
    "a module that is not set up",
    answer(
      500,
      exception("PX.Data.PXSetupNotEnteredException", "The required configuration data is not entered on the Company Branches form."),
    ),
    "operation_failed",
  ],
  ["a refused action", answer(500, exception("PX.Data.PXInvalidOperationException", "Operation failed")), "operation_failed"],
  [
    "contents that match no packable item",
    answer(500, exception("PX.Data.PXException", "No suitable items found to pack (ShipmentSplitLineNbr: 9 ).")),
    "rejected",
  ],
  [
    "a wrong tenant",
    answer(500, exception("PX.Data.PXUndefinedCompanyException", "A proper company ID cannot be determined")),
    "tenant_suffix_missing",
  ],
  [
    "an unknown select name",
    answer(500, exception("System.Collections.Generic.KeyNotFoundException", "The given key was not present in the dictionary.")),
    "unexpected",
  ],
  ["IIS without a length", answer(411, html), "unexpected"],
  ["a gateway", answer(502, html), "unexpected"],
  ["a page instead of an error", answer(500, html), "unexpected"],
];

describe("classifyResponse", () => {
  it.each(TABLE)("recognises %s", (_title, response, code) => {
    const error = classifyResponse(response, read);
    expect(error.code).toBe(code);
    expect(error.exchangeId).toBe("ex-1");
  });

  it.each(TABLE)("shows no page, markup or status to a person: %s", (_title, response) => {
    const { userMessage, nextStep } = classifyResponse(response, read);
    expect(`${userMessage}${nextStep}`).not.toMatch(/<|script|Server Error|An error has occurred|PX\.|System\.|\b[45]\d\d\b/);
  });

  it("collects every refused field of a 422, at any depth", () => {
    const echo = {
      id: "b6",
      error: "Inserting  'Shipment' record raised at least one error. Please review the errors.",
      CustomerID: { value: "X", error: "'Customer' cannot be found in the system." },
      Details: [
        { InventoryID: {} },
        { Project: { value: "T", error: "Project 'T  ' cannot be found in the system." }, Allocations: [{ Qty: { error: "too many" } }] },
      ],
      ShippingSettings: { ShipToAddress: { Country: { value: "XX", error: "unknown country" } } },
      _links: { self: "/x", error: "not one" },
    };
    const error = classifyResponse(answer(422, echo), write);
    expect(error.fieldErrors).toEqual([
      { path: "", message: "Inserting 'Shipment' record raised at least one error. Please review the errors." },
      { path: "CustomerID", message: "'Customer' cannot be found in the system." },
      { path: "Details[1].Project", message: "Project 'T ' cannot be found in the system." },
      { path: "Details[1].Allocations[0].Qty", message: "too many" },
      { path: "ShippingSettings.ShipToAddress.Country", message: "unknown country" },
    ]);
    expect(error.userMessage).toBe("Acumatica did not accept this: CustomerID: 'Customer' cannot be found in the system.");
    expect(error.outcomeUnknown).toBe(false);
  });

  it("names the form that is not allowed, and its screen", () => {
    const error = classifyResponse(answer(403, { message: "You have insufficient rights to access the Shipments (SO302000) form." }), read);
    expect(error.screen).toBe("SO302000");
    expect(error.userMessage).toBe("Sign-in works, but reading Shipments is not allowed.");
    expect(error.nextStep).toContain("Shipments (SO302000)");
    expect(classifyResponse(answer(403, html), read).userMessage).toBe("Sign-in works, but reading Shipments is not allowed.");
  });

  it.each([
    ["seconds", { "retry-after": "7" }, 7_000],
    ["a date", { "retry-after": "Sat, 21 Nov 2026 12:00:30 GMT", date: "Sat, 21 Nov 2026 12:00:00 GMT" }, 30_000],
    ["nothing", {}, 60_000],
    ["nonsense", { "retry-after": "soon" }, 60_000],
  ])("waits as long as a 429 with %s says", (_title, headers, ms) => {
    expect(classifyResponse(answer(429, "", headers), read).retryAfterMs).toBe(ms);
  });

  it.each([
    ["a gateway", answer(502, html), true],
    ["an unclassified 500", answer(500, { message: "An error has occurred.", exceptionType: "System.NullReferenceException" }), true],
    ["a refusal by Acumatica's own logic", answer(500, exception("PX.Data.PXException", "No open lines")), false],
    ["a declined call", answer(429, ""), false],
    ["a full licence", answer(302, "", { location: "/Frames/Error.aspx?message=API+Login+Limit" }), false],
  ])("knows after %s whether a write may have been carried out", (_title, response, outcomeUnknown) => {
    expect(classifyResponse(response, write).outcomeUnknown).toBe(outcomeUnknown);
    expect(classifyResponse(response, read).outcomeUnknown).toBe(false);
  });

  it("takes an unreadable answer to a write for an unknown outcome, and to a read for a reason to repeat it", () => {
    expect(unreadable(answer(200, html), write, "not JSON")).toMatchObject({
      code: "unexpected",
      outcomeUnknown: true,
      retry: { kind: "after" },
    });
    expect(unreadable(answer(200, "{cut"), read, "not JSON")).toMatchObject({ code: "unexpected", outcomeUnknown: false });
  });

  it.each<[HttpFailure, AcumaticaErrorCode, string]>([
    ["unreachable", "unreachable", "after"],
    ["reset", "unreachable", "after"],
    ["blocked_address", "unreachable", "never"],
    ["tls", "tls", "after"],
    ["timeout", "timeout", "after"],
    ["too_large", "unexpected", "after"],
  ])("classifies no answer (%s) as %s", (failure, code, retry) => {
    const error = classifyResponse(
      new HttpError({ failure, message: "Only https addresses can be used.", outcomeUnknown: true, exchangeId: "ex-2" }),
      write,
    );
    expect(error).toMatchObject({ code, outcomeUnknown: true, exchangeId: "ex-2", retry: { kind: retry } });
    expect(classifyResponse(new HttpError({ failure, message: "", outcomeUnknown: true }), read).outcomeUnknown).toBe(false);
  });

  it("recognises the optimizer's refusal, which a list without lines gets around", () => {
    const body = exception(
      "PX.Api.ContractBased.OptimizedExport.CannotOptimizeException",
      "Optimization cannot be performed.The following fields cause the error:\r\nX: View Y has BQL delegate",
    );
    expect(isOptimizerError(classifyResponse(answer(500, body), read))).toBe(true);
    expect(isOptimizerError(classifyResponse(answer(500, { ...body, exceptionType: "Other" }), read))).toBe(true);
    expect(isOptimizerError(classifyResponse(answer(500, html), read))).toBe(false);
  });
});

describe("classifyTokenRefusal", () => {
  const token = { label: "acumatica.token.password", isWrite: false };
  it.each<[string, HttpResponse, AcumaticaErrorCode]>([
    [
      "a wrong password or a user without API rights",
      answer(400, { error: "invalid_grant", error_description: "invalid_username_or_password" }),
      "user_refused",
    ],
    ["a wrong or expired secret", answer(400, { error: "invalid_client" }), "secret_refused"],
    ["another flow", answer(400, { error: "unauthorized_client" }), "secret_refused"],
    ["a scope that is not allowed", answer(400, { error: "invalid_scope" }), "scope_refused"],
    ["no Acumatica at this address", answer(404, html), "unknown_endpoint"],
    ["a page", answer(500, html), "unexpected"],
    ["throttling", answer(429, ""), "throttled"],
    ["throttling in the words of OAuth", answer(429, { error: "invalid_grant" }), "throttled"],
    ["an instance that is not well", answer(503, { error: "invalid_client" }), "unexpected"],
    ["the seat limit", answer(302, "", { location: "/Frames/Error.aspx?message=API+Login+Limit" }), "seat_limit"],
  ])("recognises %s", (_title, response, code) => {
    expect(classifyTokenRefusal(response, token).code).toBe(code);
  });

  it("repeats nothing of the body, which can echo what was typed", () => {
    const error = classifyTokenRefusal(
      answer(400, { error: "invalid_grant", error_description: "password correct horse is wrong" }),
      token,
    );
    expect(JSON.stringify([error.message, error.userMessage, error.nextStep])).not.toContain("horse");
  });
});
