import { describe, expect, it } from "vitest";
import { ACUMATICA_ERRORS, AcumaticaError, type AcumaticaErrorCode } from "./errors";

const codes = Object.keys(ACUMATICA_ERRORS) as AcumaticaErrorCode[];

describe("the error table", () => {
  it("has exactly the codes that callers know", () => {
    expect([...codes].sort()).toEqual(
      [
        "secret_refused",
        "user_refused",
        "tenant_suffix_missing",
        "scope_refused",
        "refresh_token_dead",
        "seat_limit",
        "throttled",
        "forbidden_screen",
        "unknown_endpoint",
        "not_found",
        "record_busy",
        "rejected",
        "operation_failed",
        "unreachable",
        "tls",
        "timeout",
        "unexpected",
      ].sort(),
    );
  });

  it.each(codes)("tells for %s what happened and what to do, without codes or jargon", code => {
    const { userMessage, nextStep } = ACUMATICA_ERRORS[code];
    expect(userMessage).toMatch(/^[A-Z].*\.$/);
    expect(nextStep).toMatch(/^[A-Z].*\.$/);
    expect(userMessage + nextStep).not.toMatch(/HTTP|\b[45]\d\d\b|exception|null|undefined/i);
  });

  it.each(codes.filter(code => ACUMATICA_ERRORS[code].owner === "merchant_erp_admin" && !["unreachable", "tls"].includes(code)))(
    "names for %s the screen on which the administrator acts",
    code => {
      expect(ACUMATICA_ERRORS[code].nextStep).toMatch(/\([A-Z]{2}\d{6}\)/);
    },
  );

  it("never hopes that a refusal goes away by itself", () => {
    for (const code of ["secret_refused", "user_refused", "scope_refused", "tenant_suffix_missing", "rejected"] as const) {
      expect(new AcumaticaError({ code, message: "" }).retry).toEqual({ kind: "never" });
    }
  });

  it("keeps the vendor's own wish for a pause", () => {
    const error = new AcumaticaError({ code: "throttled", message: "", retryAfterMs: 7000 });
    expect(error.retry).toEqual({ kind: "after", afterMs: 7000 });
    expect(error.retryAfterMs).toBe(7000);
  });
});
