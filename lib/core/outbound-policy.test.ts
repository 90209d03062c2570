import { createServer, type Server } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isPublicAddress } from "./address-ranges";
import { systemClock } from "./clock";
import { closeConnections, createHttpClient } from "./http-client";
import { HttpError } from "./http-types";
import { parseOutboundAllow } from "./outbound-allow";
import { createOutboundPolicy, type OutboundPolicy } from "./outbound-policy";

let canary: Server;
let port: number;
let hits = 0;

beforeAll(async () => {
  canary = createServer((_request, response) => response.end("canary"));
  canary.on("connection", () => {
    hits += 1;
  });
  await new Promise<void>(resolve => canary.listen(0, "::", resolve));
  port = (canary.address() as AddressInfo).port;
});
afterAll(() => new Promise<unknown>(resolve => canary.close(resolve)));

async function attempt(policy: OutboundPolicy, url: string): Promise<HttpError> {
  const client = createHttpClient({ policy, clock: systemClock, defaultTimeoutMs: 5_000 });
  const error = await client.send({ method: "GET", url, label: "test" }).then(
    answer => new Error(`answered ${answer.status}`),
    error => error,
  );
  await closeConnections(policy);
  expect(error).toBeInstanceOf(HttpError);
  return error as HttpError;
}

/** The port check alone would refuse these; here the canary's own port is one of the public ones, so that only the address can save us. */
function policyOnCanaryPort(lookup?: LookupFunction): OutboundPolicy {
  const policy = createOutboundPolicy({ lookup });
  const atPublicPort = <T extends { port: number }>(end: T): T => ({ ...end, port: end.port === port ? 443 : end.port });
  return {
    ...policy,
    refusal: end => policy.refusal(atPublicPort({ ...end, protocol: "https:" })),
    checkUrl: text => {
      const reason = policy.refusal({ protocol: "https:", hostname: new URL(text).hostname, port: 443 });
      if (reason) throw new HttpError({ failure: "blocked_address", message: reason, outcomeUnknown: false });
      return new URL(text);
    },
  };
}

const THIS_MACHINE =
  `127.0.0.1 127.1 127.0.1 127.255.255.254 2130706433 0x7f000001 0x7f.0.0.1 0177.0.0.1 017700000001 0 0.0.0.0 0x0 localhost LOCALHOST localhost.
  [::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b:1::7f00:1] [2002:7f00:1::] ①②⑦.⓪.⓪.① 127。0。0。1 １２７.0.0.1
  127%2e0%2e0%2e1 %31%32%37.0.0.1`.split(/\s+/);

describe("outbound policy", () => {
  it.each(THIS_MACHINE)("never connects to this machine under the name %s", async host => {
    hits = 0;
    for (const scheme of ["http", "https"]) {
      const url = `${scheme}://${host}:${port}/`;
      if (!URL.canParse(url)) continue;
      await attempt(policyOnCanaryPort(), url);
      await attempt(createOutboundPolicy(), url);
    }
    expect(hits).toBe(0);
  });

  it("refuses a name when any one of its answers is private", async () => {
    hits = 0;
    const lookup: LookupFunction = (_name, _options, callback) =>
      callback(null, [
        { address: "93.184.215.14", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ]);
    const error = await attempt(policyOnCanaryPort(lookup), `https://two-faced.example:${port}/`);
    expect(error.failure).toBe("blocked_address");
    expect(hits).toBe(0);
  });

  it("looks again at every connection, so a name that turns private is refused although it was public before", async () => {
    hits = 0;
    let asked = 0;
    const lookup: LookupFunction = (_name, _options, callback) => {
      asked += 1;
      if (asked === 1) return callback(new Error("first answer lost"), "", 0);
      callback(null, [{ address: "::1", family: 6 }]);
    };
    const policy = policyOnCanaryPort(lookup);
    expect((await attempt(policy, `https://rebind.example:${port}/`)).failure).toBe("unreachable");
    expect((await attempt(policy, `https://rebind.example:${port}/`)).failure).toBe("blocked_address");
    expect(asked).toBe(2);
    expect(hits).toBe(0);
  });

  it("reads back the address it is really connected to, whatever the resolver said, before a byte is sent", async () => {
    const policy = { ...policyOnCanaryPort(), refusal: () => null, checkUrl: (text: string) => new URL(text) };
    const received: Buffer[] = [];
    const onConnection = (socket: import("node:net").Socket) => socket.on("data", chunk => received.push(chunk));
    canary.on("connection", onConnection);
    const error = await attempt(policy, `http://127.0.0.1:${port}/`);
    canary.off("connection", onConnection);
    expect(error.failure).toBe("blocked_address");
    expect(Buffer.concat(received)).toHaveLength(0);
  });

  it.each([
    ["http://example.com/", "Only https"],
    ["ftp://example.com/", "Only https"],
    ["file:///etc/passwd", "Only https"],
    ["https://example.com:22/", "Port 22"],
    ["https://example.com:5432/", "Port 5432"],
    ["https://user@example.com/", "user name"],
    ["https://user:pass@example.com/", "user name"],
    ["https://169.254.169.254/latest/meta-data", "public internet"],
    ["https://[fd00:ec2::254]/", "public internet"],
    ["https://100.100.100.200/", "public internet"],
    ["https://192.0.0.192/", "public internet"],
    ["not an address", "not a web address"],
  ])("refuses %s and says why", (url, reason) => {
    expect(() => createOutboundPolicy().checkUrl(url)).toThrow(reason);
  });

  it("accepts public https on the ports where ERPs live", () => {
    const policy = createOutboundPolicy();
    for (const url of ["https://example.com/", "https://example.com:8443/erp", "https://8.8.8.8/", "https://[2606:4700::1]/"]) {
      expect(policy.checkUrl(url).href).toBe(new URL(url).href);
    }
  });

  it("lets the operator's allow-list, and exactly that host and port, be private and plain http", async () => {
    const policy = createOutboundPolicy({ allow: `127.0.0.1:${port}, erp.internal:8080` });
    const client = createHttpClient({ policy, clock: systemClock });
    expect((await client.send({ method: "GET", url: `http://127.0.0.1:${port}/`, label: "test" })).text).toBe("canary");
    await closeConnections(policy);
    expect(policy.checkUrl("http://ERP.internal.:8080/x").port).toBe("8080");
    expect(() => policy.checkUrl("http://erp.internal:8081/")).toThrow("https");
    expect((await attempt(policy, `http://127.0.0.2:${port}/`)).failure).toBe("blocked_address");
    expect((await attempt(policy, `http://localhost:${port}/`)).failure).toBe("blocked_address");
  });

  it("stops at an allow-list entry it can't read, instead of guessing", () => {
    for (const text of ["10.0.0.1", "http://10.0.0.1:80", "host:0", "host:70000", "a:b", "*:443 x"]) {
      expect(() => parseOutboundAllow(text), text).toThrow("is not host:port");
    }
    expect([...parseOutboundAllow(" A.example:443,\n[::1]:8080 ,0x7f000001:80")]).toEqual(["a.example:443", "[::1]:8080", "127.0.0.1:80"]);
  });

  it.each(
    `0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 169.254.0.1 172.16.0.0 172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1
     192.168.0.0 192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
     :: ::1 ::8.8.8.8 ::ffff:10.0.0.1 ::ffff:0:7f00:1 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2002:808:808::1 3fff::1 5f00::1
     fc00::1 fdff::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 4000::1 9000::1 host.example`.split(/\s+/),
  )("counts %s as not public", address => expect(isPublicAddress(address)).toBe(false));

  it.each(
    `1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0
     223.255.255.255 2606:4700::1 2a00:1450::1 2001:4860:4860::8888 ::ffff:8.8.8.8`.split(/\s+/),
  )("counts %s as public", address => expect(isPublicAddress(address)).toBe(true));
});
