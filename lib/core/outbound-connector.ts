import { lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction, connect as netConnect, type Socket } from "node:net";
import { connect as tlsConnect } from "node:tls";
import type { buildConnector } from "undici";
import { HttpError } from "./http-types";
import { blocked, type OutboundPolicy } from "./outbound-policy";

const CONNECT_TIMEOUT_MS = 10_000;
/** One text for a closed port, a silent one, an unknown name and a dead route, so that the errors are no port scanner. */
const UNREACHABLE = "No connection to this address could be made.";
const NOT_PUBLIC = "This address does not belong to the public internet.";

type Connect = buildConnector.connector;
type End = { hostname: string; port: number };

/**
 * Opens the sockets of one policy. Three checks, because each alone can be walked around: literals never reach a lookup; a lookup is refused when any
 * of its answers is private; and the address really connected to is read back before TLS or a single byte of the request.
 * Every error it gives happens before the request, so the outcome is known: nothing was done.
 */
export function createOutboundConnector(policy: OutboundPolicy, connectTimeoutMs = CONNECT_TIMEOUT_MS): Connect {
  return (options, callback) => {
    const port = Number(options.port) || (options.protocol === "https:" ? 443 : 80);
    const end = { hostname: options.hostname, port };
    const refused = policy.refusal({ protocol: options.protocol, ...end });
    if (refused) return callback(blocked(refused), null);
    open(policy, end, connectTimeoutMs)
      .then(socket => (options.protocol === "https:" ? secure(socket, options, connectTimeoutMs) : socket))
      .then(
        socket => callback(null, socket),
        error => callback(error instanceof HttpError ? error : unreachable(error), null),
      );
  };
}

function open(policy: OutboundPolicy, end: End, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const host = end.hostname.replace(/^\[|\]$/g, "");
    const socket = netConnect({ host, port: end.port, lookup: guardedLookup(policy, end), autoSelectFamily: true, noDelay: true });
    const fail = (error: Error) => {
      clearTimeout(timer);
      socket.destroy();
      reject(error instanceof HttpError ? error : unreachable(error));
    };
    const timer = setTimeout(() => fail(new Error("connect timed out")), timeoutMs);
    socket.once("error", fail);
    socket.once("connect", () => {
      clearTimeout(timer);
      if (!policy.isPermittedAddress({ ...end, address: socket.remoteAddress ?? "" })) return fail(blocked(NOT_PUBLIC));
      socket.off("error", fail);
      socket.setKeepAlive(true, 60_000);
      resolve(socket);
    });
  });
}

function guardedLookup(policy: OutboundPolicy, end: End): LookupFunction {
  const resolveName = policy.lookup ?? (systemLookup as LookupFunction);
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, answer) => {
      if (error) return callback(error, "", 0);
      const answers = Array.isArray(answer) ? answer : [{ address: answer, family: isIP(answer) }];
      if (answers.some(({ address }) => !policy.isPermittedAddress({ ...end, address }))) return callback(blocked(NOT_PUBLIC), "", 0);
      const [first] = answers;
      if (!first) return callback(new Error("no address"), "", 0);
      if (options.all) return callback(null, answers);
      callback(null, first.address, first.family);
    });
  };
}

function secure(socket: Socket, options: buildConnector.Options, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const host = options.hostname.replace(/^\[|\]$/g, "");
    const servername = isIP(host) ? undefined : host.replace(/\.$/, "");
    const secured = tlsConnect({ socket, host, servername, ALPNProtocols: ["http/1.1"] });
    const fail = (error: Error) => {
      clearTimeout(timer);
      secured.destroy();
      socket.destroy();
      const message = "A secure connection to this address could not be made. Its certificate may be expired or not match the name.";
      reject(new HttpError({ failure: "tls", message, outcomeUnknown: false, cause: error }));
    };
    const timer = setTimeout(() => fail(new Error("TLS handshake timed out")), timeoutMs);
    secured.once("error", fail);
    secured.once("secureConnect", () => {
      clearTimeout(timer);
      secured.off("error", fail);
      resolve(secured);
    });
  });
}

function unreachable(cause: unknown): HttpError {
  return new HttpError({ failure: "unreachable", message: UNREACHABLE, outcomeUnknown: false, cause });
}
