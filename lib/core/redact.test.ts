import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hideOwnSecrets, type RawExchange, redactExchange, redactUrl } from "./redact";

const exchange = (part: Partial<RawExchange>): RawExchange => ({
  url: "https://erp.example/entity",
  requestHeaders: {},
  requestBody: null,
  responseHeaders: { "content-type": "application/json" },
  responseBody: null,
  keep: "redacted",
  ...part,
});

const kept = (part: Partial<RawExchange>) => JSON.stringify(redactExchange(exchange(part)));
const body = (value: unknown) => redactExchange(exchange({ responseBody: JSON.stringify(value) })).responseBody;

describe("redaction", () => {
  it("shows named headers and hides every other one, known or not", () => {
    const { requestHeaders, responseHeaders } = redactExchange(
      exchange({
        requestHeaders: { Authorization: "Basic xyz", Cookie: "a=b", "X-New-Secret": "s3cr3t", "Content-Type": "application/json" },
        responseHeaders: { "set-cookie": "session=1", "x-rate-limit-remaining": "3", "retry-after": "5" },
      }),
    );
    expect(requestHeaders).toEqual({
      authorization: "[hidden]",
      cookie: "[hidden]",
      "x-new-secret": "[hidden]",
      "content-type": "application/json",
    });
    expect(responseHeaders).toEqual({ "set-cookie": "[hidden]", "x-rate-limit-remaining": "3", "retry-after": "5" });
  });

  it("hides secrets and personal contact data in JSON by key, at any depth and wrapped in values, and keeps what explains an order", () => {
    expect(
      body({
        OrderNbr: { value: "SO1" },
        client_secret: "x",
        refreshToken: { value: "x" },
        shipTo: { name: "Ada", street1: "1 Way", city: "Reno", postalCode: "89501", country: "US", phone: "1", customerEmail: "a@b.co" },
        Contact: { FirstName: { value: "Ada" }, Attention: { value: "Ada" }, Phone1: { value: "1" }, AddressLine1: { value: "1 Way" } },
        items: [{ sku: "KC-24", quantity: 2, lineItemKey: "SO1-1", serviceName: "Ground" }],
      }),
    ).toBe(
      JSON.stringify({
        OrderNbr: { value: "SO1" },
        client_secret: "[hidden]",
        refreshToken: "[hidden]",
        shipTo: {
          name: "[hidden]",
          street1: "[hidden]",
          city: "Reno",
          postalCode: "89501",
          country: "US",
          phone: "[hidden]",
          customerEmail: "[hidden]",
        },
        Contact: { FirstName: "[hidden]", Attention: "[hidden]", Phone1: "[hidden]", AddressLine1: "[hidden]" },
        items: [{ sku: "KC-24", quantity: 2, lineItemKey: "SO1-1", serviceName: "Ground" }],
      }),
    );
  });

  it("hides e-mail addresses, bearer tokens and our webhook token wherever they stand in a text", () => {
    const text = body({
      errorMessage:
        "ada.l@example.co.uk used Bearer abc.def-123 at https://me.example/api/webhooks/shipstation/tok-en_1?x=1 eyJhbGciOi.eyJzdWIi.c2ln",
    });
    for (const secret of ["ada.l", "abc.def", "tok-en_1", "eyJhbGciOi"]) expect(text).not.toContain(secret);
    expect(text).toContain("used");
  });

  it("hides what the answer repeats of the request's own secrets", () => {
    const basic = Buffer.from("key-canary-1:secret-canary-2").toString("base64");
    const text = kept({
      requestHeaders: { authorization: `Basic ${basic}` },
      responseBody: JSON.stringify({ message: `bad key key-canary-1 / secret-canary-2 / ${basic}` }),
      url: "https://x.example/?q=secret-canary-2",
    });
    for (const secret of ["key-canary-1", "secret-canary-2", basic]) expect(text).not.toContain(secret);
  });

  it("keeps no body at all of an exchange of credentials", () => {
    const redacted = redactExchange(
      exchange({ keep: "credentials", requestBody: "grant_type=password&x=canary-1", responseBody: '{"harmless":"canary-2"}' }),
    );
    expect(redacted.requestBody).toBe("[30 characters, not kept]");
    expect(redacted.responseBody).toBe("[23 characters, not kept]");
  });

  it("describes bodies it can't read instead of keeping them: HTML, cut JSON, unknown types", () => {
    for (const responseBody of ["<html>canary</html>", '{"canary": "canary', "canary plain"]) {
      expect(redactExchange(exchange({ responseBody })).responseBody).toMatch(/^\[.*\d+ characters, not kept\]$/);
    }
  });

  it("redacts form bodies by field", () => {
    const redacted = redactExchange(
      exchange({
        requestHeaders: { "content-type": "application/x-www-form-urlencoded" },
        requestBody: "grant_type=password&password=canary&scope=api",
      }),
    );
    expect(redacted.requestBody).toBe("grant_type=password&password=[hidden]&scope=api");
  });

  it("removes user info, fragments and sensitive parameters from addresses, relative ones included", () => {
    expect(redactUrl("https://u:p@x.example/a?orderNumber=7&access_token=canary#canary")).toBe(
      "https://x.example/a?orderNumber=7&access_token=%5Bhidden%5D",
    );
    expect(redactUrl("/Frames/Error?recipientName=canary")).toBe("/Frames/Error?recipientName=%5Bhidden%5D");
  });

  it("keeps at most 32 KB of a body and says that it was cut", () => {
    const text = body(Array.from({ length: 20_000 }, (_, index) => ({ sku: `S${index}` }))) ?? "";
    expect(text.length).toBeLessThan(32 * 1024 + 20);
    expect(text.endsWith("… [cut]")).toBe(true);
  });

  it("stays fast on a long text without blanks", () => {
    const started = performance.now();
    body({ labelData: "QUJD".repeat(100_000) });
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it("never lets a planted secret through, whatever JSON is around it", () => {
    const canary = "CANARY-7f3a";
    const sensitive = fc.constantFrom(
      "password",
      "clientSecret",
      "API_KEY",
      "Access-Token",
      "name",
      "ContactName",
      "Street1",
      "phoneNumber",
      "e-mail",
      "Email",
    );
    const planted = fc.letrec(tie => ({
      leaf: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      secret: fc
        .tuple(sensitive, fc.oneof(fc.constant(canary), fc.array(fc.constant(canary)), fc.constant({ value: canary })))
        .map(pair => Object.fromEntries([pair])),
      node: fc.oneof(
        { depthSize: "small" },
        tie("leaf"),
        tie("secret"),
        fc.array(tie("node"), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie("node"), { maxKeys: 4 }),
      ),
    })).node;
    fc.assert(fc.property(planted, value => !kept({ responseBody: JSON.stringify(value) }).includes(canary)));
  });
});

describe("an answer that quotes the request's own secrets", () => {
  const sent = { requestHeaders: { authorization: `Basic ${btoa('key-1234:s3cret/+ "x')}` }, requestBody: null, keep: "redacted" } as const;
  const answer = (status: number, text: string) => ({ status, headers: { location: `/error?message=${encodeURIComponent(text)}` }, text });

  it("loses them before anybody reads it, in plain, address, form and JSON spelling", () => {
    const quoted = ["key-1234", 's3cret/+ "x', "s3cret%2F%2B%20%22x", "s3cret%2F%2B+%22x", 's3cret/+ \\"x'].join(" | ");
    expect(hideOwnSecrets(answer(422, quoted), sent).text).toBe("[hidden] | [hidden] | [hidden] | [hidden] | [hidden]");
    const { headers } = hideOwnSecrets(answer(302, 'key-1234 and s3cret/+ "x'), sent);
    expect(decodeURIComponent(headers.location)).not.toMatch(/key-1234|s3cret/);
  });

  it("loses what a form of credentials carried, and keeps what only names somebody", () => {
    const form = {
      requestHeaders: { "content-type": "application/x-www-form-urlencoded" },
      requestBody: "password=hunter-two&username=dockbridge",
    };
    const { text } = hideOwnSecrets(answer(400, "hunter-two dockbridge"), { ...form, keep: "credentials" });
    expect(text).toBe("[hidden] dockbridge");
  });

  it("that is a success keeps short texts, which may be a word of the order, and a token endpoint's answer keeps everything", () => {
    expect(hideOwnSecrets(answer(200, "key-1234"), sent).text).toBe("key-1234");
    const long = { requestHeaders: { authorization: `Bearer ${"t".repeat(32)}` }, requestBody: null };
    expect(hideOwnSecrets(answer(200, "t".repeat(32)), { ...long, keep: "redacted" }).text).toBe("[hidden]");
    expect(hideOwnSecrets(answer(200, "t".repeat(32)), { ...long, keep: "credentials" }).text).toBe("t".repeat(32));
  });
});
