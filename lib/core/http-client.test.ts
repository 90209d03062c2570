import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcp, type Server as TcpServer } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { CallBudgetPort } from "./call-budget-port";
import { systemClock } from "./clock";
import { armFailpoints, FailpointError } from "./failpoints";
import { closeConnections, createHttpClient, type HttpClientOptions, type RecordedExchange } from "./http-client";
import { BudgetError, HttpError, type HttpRequest } from "./http-types";
import { createOutboundPolicy } from "./outbound-policy";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  armFailpoints("");
  await Promise.all(cleanups.splice(0).map(cleanup => cleanup()));
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function listen(server: Server | TcpServer): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

async function serve(handler: Handler, options: Partial<HttpClientOptions> = {}) {
  const server = createHttp(handler);
  const port = await listen(server);
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });
  return connectTo(port, options);
}

function connectTo(port: number, options: Partial<HttpClientOptions> = {}) {
  const policy = createOutboundPolicy({ allow: `127.0.0.1:${port}` });
  cleanups.push(() => closeConnections(policy));
  const records: RecordedExchange[] = [];
  const client = createHttpClient({ policy, clock: systemClock, recorder: { record: one => records.push(one) }, ...options });
  const url = `http://127.0.0.1:${port}/path`;
  const send = (request: Partial<HttpRequest> = {}) => client.send({ method: "GET", url, label: "test.call", ...request });
  const fail = async (request: Partial<HttpRequest> = {}) => {
    const error = await send(request).then(
      () => null,
      error => error,
    );
    expect(error).toBeInstanceOf(HttpError);
    return error as HttpError;
  };
  return { send, fail, records, url, port };
}

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createTcp();
  const port = await listen(server);
  await new Promise(resolve => server.close(resolve));
  return port;
}

function fakeBudget() {
  const log: string[] = [];
  const budget: CallBudgetPort = {
    acquire: async ({ priority }) => {
      log.push(`acquire ${priority}`);
      return { release: () => log.push("release") };
    },
    block: async (until, reason) => {
      log.push(`block ${Math.round((until.getTime() - Date.now()) / 1000)} ${reason}`);
    },
  };
  return { budget, log };
}

describe("http client", () => {
  it("resolves with any status and sends exactly what was asked", async () => {
    let seen = "";
    const { send } = await serve(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      seen = `${request.method} ${request.url} ${request.headers["x-own"]} ${body}`;
      response.writeHead(422, { "X-Many": ["a", "b"] }).end("né");
    });
    const answer = await send({ method: "PUT", body: '{"a":"é"}', headers: { "X-Own": "1" } });
    expect(seen).toBe('PUT /path 1 {"a":"é"}');
    expect(answer).toMatchObject({ status: 422, text: "né", headers: { "x-many": "a, b" } });
  });

  it("returns a redirect instead of following it", async () => {
    let calls = 0;
    const { send } = await serve((_request, response) => {
      calls += 1;
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    expect(await send()).toMatchObject({ status: 302, headers: { location: "/elsewhere" } });
    expect(calls).toBe(1);
  });

  it("ignores proxy variables", async () => {
    const { send } = await serve((_request, response) => response.end("direct"));
    const before = { ...process.env };
    Object.assign(process.env, { HTTP_PROXY: "http://127.0.0.1:1", http_proxy: "http://127.0.0.1:1", ALL_PROXY: "http://127.0.0.1:1" });
    try {
      expect((await send()).text).toBe("direct");
    } finally {
      process.env = before;
    }
  });

  it("unpacks gzip, and calls garbled gzip a damaged answer whose outcome is unknown", async () => {
    let body = gzipSync("hello");
    const { send, fail } = await serve((_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(body));
    expect((await send()).text).toBe("hello");
    body = Buffer.from("this is not gzip");
    expect(await fail()).toMatchObject({ failure: "reset", outcomeUnknown: true });
    body = gzipSync("hello").subarray(0, 12);
    expect(await fail()).toMatchObject({ failure: "reset", outcomeUnknown: true });
  });

  it("caps an answer by its announced length, by what really comes, and by what it unpacks to", async () => {
    const answers: Handler[] = [
      (_request, response) => response.writeHead(200, { "content-length": 5_000 }).write("x"),
      (_request, response) => {
        for (let i = 0; i < 50; i += 1) response.write("x".repeat(100));
        response.end();
      },
      (_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("x".repeat(100_000))),
    ];
    for (const answer of answers) {
      const { fail } = await serve(answer, { maxBytes: 1_000 });
      expect(await fail()).toMatchObject({ failure: "too_large", outcomeUnknown: true });
    }
  });

  it("knows that nothing was done when no connection came about, in the same words for a closed and for a silent port", async () => {
    const refused = await connectTo(await closedPort()).fail({ method: "POST" });
    expect(refused).toMatchObject({ failure: "unreachable", outcomeUnknown: false });
    const policy = createOutboundPolicy({ lookup: (_name, _options, callback) => callback(new Error("ENOTFOUND"), "", 0) });
    const unknown = await createHttpClient({ policy, clock: systemClock })
      .send({ method: "GET", url: "https://nowhere.example/", label: "t" })
      .catch(error => error);
    expect(unknown).toMatchObject({ failure: "unreachable", message: refused.message });
  });

  it("does not know the outcome once the request may have left: reset, half an answer, no answer in time", async () => {
    const reset = await serve(request => request.socket.destroy());
    expect(await reset.fail({ method: "POST", body: "x" })).toMatchObject({ failure: "reset", outcomeUnknown: true });
    const half = await serve((request, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write("half", () => request.socket.destroy());
    });
    expect(await half.fail()).toMatchObject({ failure: "reset", outcomeUnknown: true });
    const silent = await serve(() => undefined);
    expect(await silent.fail({ timeoutMs: 80 })).toMatchObject({ failure: "timeout", outcomeUnknown: true });
    const drip = await serve((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(timer));
    });
    expect(await drip.fail({ timeoutMs: 120 })).toMatchObject({ failure: "timeout", outcomeUnknown: true });
  });

  it("says tls, and that nothing was done, when the other side does not speak it", async () => {
    const server = createTcp(socket => socket.on("data", () => socket.end("HTTP/1.1 400 no tls here\r\n\r\n")));
    const port = await listen(server);
    cleanups.push(() => new Promise(resolve => server.close(resolve)));
    const { fail } = connectTo(port);
    expect(await fail({ url: `https://127.0.0.1:${port}/` })).toMatchObject({ failure: "tls", outcomeUnknown: false });
  });

  it("takes a slot of the limit around each call and gives it back whatever happens", async () => {
    const { budget, log } = fakeBudget();
    const { send, fail, url } = await serve((request, response) => (request.url === "/path" ? response.end() : request.socket.destroy()), {
      budget,
    });
    await send({ priority: "import" });
    await send({ unmetered: true });
    await fail({ url: `${url}/drop` });
    armFailpoints("test.call.before:throw");
    await expect(send({ priority: "write_back" })).rejects.toBeInstanceOf(FailpointError);
    expect(log).toEqual(["acquire import", "release", "acquire normal", "release", "acquire write_back", "release"]);
  });

  it("makes no call when the limit refuses", async () => {
    let calls = 0;
    const resumeAt = new Date();
    const budget: CallBudgetPort = {
      acquire: () => Promise.reject(new BudgetError({ message: "full", resumeAt })),
      block: async () => undefined,
    };
    const { send } = await serve(
      (_request, response) => {
        calls += 1;
        response.end();
      },
      { budget },
    );
    await expect(send()).rejects.toMatchObject({ code: "throttled", resumeAt });
    expect(calls).toBe(0);
  });

  it("blocks the shared limit when the vendor asks for it: by Retry-After, by its own header, or for a minute", async () => {
    const cases: [number, Record<string, string>, string[]][] = [
      [429, { "retry-after": "7" }, ["block 7 The vendor asked to slow down."]],
      [429, { "x-rate-limit-reset": "12" }, ["block 12 The vendor asked to slow down."]],
      [429, {}, ["block 60 The vendor asked to slow down."]],
      [503, { "retry-after": "5" }, ["block 5 The vendor is not available."]],
      [503, {}, []],
      [200, { "x-rate-limit-reset": "12" }, []],
    ];
    for (const [status, headers, expected] of cases) {
      const { budget, log } = fakeBudget();
      const { send } = await serve((_request, response) => response.writeHead(status, headers).end(), { budget });
      await send();
      expect(log.filter(line => line.startsWith("block"))).toEqual(expected);
    }
  });

  it("has a failpoint before the request leaves and one after the answer is here", async () => {
    let calls = 0;
    const { send } = await serve((_request, response) => {
      calls += 1;
      response.end();
    });
    armFailpoints("test.call.before:throw");
    await expect(send()).rejects.toBeInstanceOf(FailpointError);
    expect(calls).toBe(0);
    armFailpoints("test.call.after:throw");
    await expect(send()).rejects.toBeInstanceOf(FailpointError);
    expect(calls).toBe(1);
  });

  it("keeps a redacted record of each exchange, failed ones included, and none where none is wanted", async () => {
    const { send, fail, records, url } = await serve(
      (request, response) => (request.url?.includes("drop") ? request.socket.destroy() : response.end('{"token":"abc","ok":1}')),
      { context: { workspaceId: "w", storeId: "s" } },
    );
    const answer = await send({ headers: { authorization: "Bearer canary-secret" } });
    await fail({ url: `${url}?drop=1` });
    await send({ record: "none" });
    expect(records).toHaveLength(2);
    expect(records[0]).toMatchObject({
      id: answer.exchangeId,
      label: "test.call",
      status: 200,
      failure: null,
      responseBody: '{"token":"[hidden]","ok":1}',
      context: { workspaceId: "w", storeId: "s" },
    });
    expect(records[1]).toMatchObject({ status: null, failure: "reset", responseBody: null });
    expect(JSON.stringify(records)).not.toContain("canary-secret");
  });

  it("does not lose the vendor's answer over a recorder that throws", async () => {
    const recorder = {
      record: () => {
        throw new Error("recorder down");
      },
    };
    const { send } = await serve((_request, response) => response.end("saved"), { recorder });
    expect((await send()).text).toBe("saved");
  });
});
