import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Order } from "./order-types";
import type { Shipment } from "./shipment-types";
import { type ShipStationSandbox, type ShipStationSandboxOptions, startShipStationSandbox } from "./start";
import { DEFAULT_KEY } from "./state";

/** What the tests share: an account on a clock they turn, calls over real HTTP, and a listener for webhooks. */

export interface Answer<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
  text: string;
}

export interface TestAccount extends ShipStationSandbox {
  call<T = Record<string, unknown>>(method: string, path: string, body?: unknown, key?: string): Promise<Answer<T>>;
  /** Creates orders named by their keys and gives them back as the account has them. */
  create(...keys: string[]): Promise<Order[]>;
  orderBy(orderKey: string): Order;
  shipments(query?: string): Promise<Shipment[]>;
  advance(ms: number): void;
}

const opened: { close(): Promise<void> }[] = [];

/** 2026-11-20T18:00:00Z: 10:00 in Pacific standard time. */
export const START_AT = Date.parse("2026-11-20T18:00:00Z");

export function basic(apiKey: string, apiSecret: string): string {
  return `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString("base64")}`;
}

/** An order a client might send: two lines, one of them three pieces. */
export function sampleOrder(key: string, change: Record<string, unknown> = {}): Record<string, unknown> {
  const address = {
    name: "Ruth Halvorsen",
    street1: "1840 NW Juniper Ridge",
    city: "Bend",
    state: "OR",
    postalCode: "97703",
    country: "US",
  };
  return {
    orderNumber: key,
    orderKey: key,
    orderDate: "2026-11-20 09:30:00",
    orderStatus: "awaiting_shipment",
    billTo: { name: "Ruth Halvorsen" },
    shipTo: address,
    items: [
      { lineItemKey: "1", sku: "STAKE", name: "Stake", quantity: 3, unitPrice: 4.5 },
      { lineItemKey: "2", sku: "TARP", name: "Tarp", quantity: 1, unitPrice: 80 },
    ],
    ...change,
  };
}

export async function startAccount(options: ShipStationSandboxOptions = {}): Promise<TestAccount> {
  let nowMs = START_AT;
  const sandbox = await startShipStationSandbox({ now: () => nowMs, ...options });
  sandbox.switches.rateLimit = 100_000;
  opened.push(sandbox);
  const call: TestAccount["call"] = async (method, path, body, key) => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { authorization: key ?? basic(DEFAULT_KEY.apiKey, DEFAULT_KEY.apiSecret), "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text), text };
  };
  const orderBy = (orderKey: string) => {
    const order = sandbox.control.orders().find(entry => entry.orderKey === orderKey);
    if (!order) throw new Error(`no order ${orderKey}`);
    return order;
  };
  return {
    ...sandbox,
    call,
    orderBy,
    create: async (...keys) => {
      await call(
        "POST",
        "/orders/createorders",
        keys.map(key => sampleOrder(key)),
      );
      return keys.map(orderBy);
    },
    shipments: async (query = "") =>
      (await call<{ shipments: Shipment[] }>("GET", `/shipments?includeShipmentItems=true${query}`)).body.shipments,
    advance: ms => {
      nowMs += ms;
    },
  };
}

export interface Listener {
  url: string;
  received: { resource_url: string; resource_type: string }[];
  /** Status of the next answers. */
  status: number;
}

/** A client's webhook address. */
export async function startListener(): Promise<Listener> {
  const listener: Listener = { url: "", received: [], status: 200 };
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    listener.received.push(JSON.parse(text));
    response.statusCode = listener.status;
    response.end();
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  listener.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  opened.push({
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
  return listener;
}

export async function closeAll(): Promise<void> {
  await Promise.all(opened.splice(0).map(entry => entry.close()));
}
