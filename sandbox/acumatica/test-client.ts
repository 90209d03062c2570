import { DEFAULT_CLIENT_ID, DEFAULT_PASSWORD, DEFAULT_SECRET, DEFAULT_USER } from "./seed-base";
import { type AcumaticaSandbox, type AcumaticaSandboxOptions, startAcumaticaSandbox } from "./start";

/** A parsed answer. `json` is whatever came; tests look inside without types. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape under test is the server's business
  json: any;
}

export interface TestClient extends AcumaticaSandbox {
  token(fields: Record<string, string>): Promise<Answer>;
  /** Signs in with the password grant and uses that token from now on. */
  signIn(scope?: string): Promise<Answer>;
  call(
    method: string,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string>; bearer?: string | null },
  ): Promise<Answer>;
  /** Below `/entity/Default/24.200.001`. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Seeds one order and returns its number. */
  oneOrder(lines?: { inventoryId: string; qty: number; warehouseId?: string }[]): Promise<string>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

const passwordFields = (scope: string) => ({
  grant_type: "password",
  client_id: DEFAULT_CLIENT_ID,
  client_secret: DEFAULT_SECRET,
  username: DEFAULT_USER,
  password: DEFAULT_PASSWORD,
  scope,
});

/** Wraps bare values of a flat object for a request body. */
export function wrap(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === "object" && value !== null ? value : { value }]),
  );
}

/** A sandbox of one's own and a plain HTTP client for it. */
export async function startTestClient(options: AcumaticaSandboxOptions = {}): Promise<TestClient> {
  const sandbox = await startAcumaticaSandbox(options);
  let bearer = "";
  const client: TestClient = {
    ...sandbox,
    token: async fields =>
      read(await fetch(`${sandbox.url}/identity/connect/token`, { method: "POST", body: new URLSearchParams(fields) })),
    async signIn(scope = "api offline_access") {
      const answer = await client.token(passwordFields(scope));
      bearer = answer.json.access_token ?? "";
      return answer;
    },
    async call(method, path, { body, headers, bearer: own = bearer } = {}) {
      const init: RequestInit = {
        method,
        redirect: "manual",
        headers: { "content-type": "application/json", ...(own ? { authorization: `Bearer ${own}` } : {}), ...headers },
      };
      if (body !== undefined) init.body = typeof body === "string" ? body : JSON.stringify(body);
      return read(await fetch(`${sandbox.url}${path}`, init));
    },
    api: (method, path, body, headers) =>
      client.call(method, `/entity/Default/24.200.001${path}`, { body, ...(headers ? { headers } : {}) }),
    async oneOrder(
      lines = [
        { inventoryId: "WIDGET-01", qty: 3 },
        { inventoryId: "WIDGET-02", qty: 2 },
      ],
    ) {
      const details = lines.map(line =>
        wrap({ InventoryID: line.inventoryId, OrderQty: line.qty, WarehouseID: line.warehouseId ?? "MAIN" }),
      );
      const answer = await client.api("PUT", "/SalesOrder", { ...wrap({ OrderType: "SO", CustomerID: "C000000012" }), Details: details });
      return answer.json.OrderNbr.value;
    },
  };
  return client;
}

/** The body of an action on a shipment or an order. */
export const forShipment = (shipmentNbr: string) => ({ entity: wrap({ ShipmentNbr: shipmentNbr }) });
export const forOrder = (orderNbr: string, parameters: Record<string, unknown> = {}) => ({
  entity: wrap({ OrderType: "SO", OrderNbr: orderNbr }),
  parameters: wrap(parameters),
});

/** A shipment body for lines of one order. */
export function shipmentOf(
  orderNbr: string,
  lines: Record<string, unknown>[],
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    ...wrap({ Type: "Shipment", CustomerID: "C000000012", WarehouseID: "MAIN", Operation: "Issue" }),
    ...more,
    Details: lines.map(({ Allocations, ...line }) => ({
      ...wrap({ OrderType: "SO", OrderNbr: orderNbr, ...line }),
      ...(Allocations ? { Allocations } : {}),
    })),
  };
}
