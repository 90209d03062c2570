import { pause } from "../shared/clock";
import type { SandboxHandler, SandboxRequest, SandboxResponse } from "../shared/exchange";
import { identify, login, logout } from "./auth-calls";
import { everyAnswerCookies } from "./cookies";
import { entityRoutes, listEndpoints } from "./entity-routes";
import { lengthRequired, Refusal, unknownAddress } from "./errors";
import { identityRoutes } from "./identity-routes";
import { settleOperations } from "./operations";
import type { Caller, Site } from "./site";
import type { Throttle } from "./throttle";
import { findBearer } from "./tokens";

interface Address {
  /** `/AcmeERP` or "". */
  directory: string;
  /** Path without it. */
  path: string;
  /** The instance's own address, as the client wrote it. */
  base: string;
}

function findAddress(site: Site, request: SandboxRequest): Address | null {
  const tenantPrefix = site.switches.tenantPath ? /\/t\/[^/]+(?=\/entity)/.exec(request.path)?.[0] : undefined;
  const asked = tenantPrefix ? request.path.replace(tenantPrefix, "") : request.path;
  for (const directory of site.switches.virtualDirectories.map(name => (name ? `/${name}` : "")).toSorted((a, b) => b.length - a.length)) {
    const path = asked.slice(directory.length);
    if (asked.startsWith(directory) && /^\/(identity|entity|Frames)(\/|$)/.test(path))
      return { directory, path, base: `${request.url.origin}${directory}` };
  }
  return null;
}

/** Calls of one session run one after another. */
function createTurns(): (key: string, work: () => Promise<SandboxResponse>) => Promise<SandboxResponse> {
  const turns = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const turn = (turns.get(key) ?? Promise.resolve()).then(work, work);
    turns.set(key, turn);
    const clean = () => {
      if (turns.get(key) === turn) turns.delete(key);
    };
    turn.then(clean, clean);
    return turn;
  };
}

function decodeParts(path: string): string[] {
  return path
    .split("/")
    .slice(2)
    .filter(part => part !== "")
    .map(part => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
}

interface Answer {
  response: SandboxResponse;
  cookies: string[];
}

function isSignedIn(site: Site, request: SandboxRequest): boolean {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  return (bearer !== undefined && findBearer(site, bearer) !== null) || /\.ASPXAUTH=\w/.test(request.headers.cookie ?? "");
}

/** The whole instance as one handler: identity, sign-in, throttle, entities. */
export function createHandler(site: Site, throttle: Throttle): SandboxHandler {
  const takeTurn = createTurns();

  const authenticated = async (request: SandboxRequest, address: Address): Promise<Answer> => {
    const { caller, cookies } = identify(site, request);
    const leave = await throttle.enter(request);
    try {
      const work = async () => {
        if (site.switches.callMs > 0) await pause(site.switches.callMs, request.signal);
        return runEntity({ site, request, caller, address });
      };
      return { response: await takeTurn(caller.session?.id ?? "", work), cookies };
    } finally {
      leave();
    }
  };

  const entityAnswer = async (request: SandboxRequest, address: Address): Promise<Answer> => {
    const route = `${request.method} ${address.path.replace(/\/$/, "")}`;
    const hasLength = request.headers["content-length"] !== undefined || request.headers["transfer-encoding"] !== undefined;
    if (request.method === "POST" && !hasLength) return { response: lengthRequired, cookies: [] };
    if (route === "POST /entity/auth/login") return login(site, request);
    if (route === "POST /entity/auth/logout") return logout(site, request);
    if (route === "GET /entity") {
      request.notes.name = "GET /entity";
      return { response: listEndpoints(site, address.base, isSignedIn(site, request)), cookies: [] };
    }
    return authenticated(request, address);
  };

  return async request => {
    settleOperations(site);
    const address = findAddress(site, request);
    if (!address) return unknownAddress(request.url.href, "No route data was found for this request.");
    if (address.path.startsWith("/identity")) return identityRoutes(site, request, address);
    if (address.path.startsWith("/Frames"))
      return {
        status: 200,
        headers: { "content-type": "text/html" },
        body: "<!DOCTYPE html><html><head><title>Error</title></head><body>An error has occurred.</body></html>",
      };
    const { response, cookies } = await entityAnswer(request, address).catch(error => {
      if (error instanceof Refusal) return { response: error.response, cookies: [] };
      throw error;
    });
    const { notFoundMessage } = site.switches;
    const body = response.status === 404 && notFoundMessage ? { message: notFoundMessage } : response.body;
    return {
      ...response,
      ...(body === undefined ? {} : { body }),
      headers: { ...response.headers, "set-cookie": [...cookies, ...everyAnswerCookies(site, request)] },
    };
  };
}

function runEntity({
  site,
  request,
  caller,
  address,
}: {
  site: Site;
  request: SandboxRequest;
  caller: Caller;
  address: Address;
}): SandboxResponse {
  try {
    return entityRoutes({ site, request, caller, parts: decodeParts(address.path), directory: address.directory, base: address.base });
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}
