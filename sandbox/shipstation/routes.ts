import type { SandboxRequest, SandboxResponse } from "../shared/exchange";
import * as catalog from "./catalog";
import { asObject, type Json } from "./json-fields";
import { createLabelForOrder, createLooseLabel } from "./label-routes";
import * as actions from "./order-actions";
import { listOrders, listOrdersByTag } from "./order-list";
import { createOrder, createOrders } from "./order-routes";
import { getRates } from "./rates";
import { type RequestQuery, readQuery } from "./request-query";
import { getOrderRecord } from "./settle-order";
import { listFulfillments, listShipments } from "./shipment-list";
import * as stores from "./stores";
import { modelError, VendorError } from "./vendor-error";
import { voidLabel } from "./void-label";
import * as warehouses from "./warehouses";
import { listWebhooks, subscribe, unsubscribe } from "./webhooks";
import type { World } from "./world";

interface RouteInput {
  world: World;
  query: RequestQuery;
  /** The number in the path. */
  id: number;
  /** Whatever JSON was sent. */
  raw: unknown;
  body: Json;
}
type Route = (input: RouteInput) => object | undefined;

function paged(answer: { body: object }): object {
  return answer.body;
}

/** Every V1 endpoint (ShipStation: API Reference), as `METHOD /path`. What a route returns is the body of a 200. */
const ROUTES: Record<string, Route> = {
  "POST /orders/createorder": ({ world, raw }) => createOrder(world, raw),
  "POST /orders/createorders": ({ world, raw }) => createOrders(world, raw),
  "GET /orders": ({ world, query }) => paged(listOrders(world, query)),
  "GET /orders/listbytag": ({ world, query }) => paged(listOrdersByTag(world, query)),
  "GET /orders/{id}": ({ world, id }) => getOrderRecord(world, id).doc,
  "DELETE /orders/{id}": ({ world, id }) => actions.deleteOrder(world, id),
  "POST /orders/markasshipped": ({ world, body }) => actions.markAsShipped(world, body),
  "POST /orders/holduntil": ({ world, body }) => actions.holdUntil(world, body),
  "POST /orders/restorefromhold": ({ world, body }) => actions.restoreFromHold(world, body),
  "POST /orders/addtag": ({ world, body }) => actions.changeTag(world, body, true),
  "POST /orders/removetag": ({ world, body }) => actions.changeTag(world, body, false),
  "POST /orders/assignuser": ({ world, body }) => actions.changeUser(world, body, true),
  "POST /orders/unassignuser": ({ world, body }) => actions.changeUser(world, body, false),
  "POST /orders/createlabelfororder": ({ world, body }) => createLabelForOrder(world, body),
  "GET /shipments": ({ world, query }) => paged(listShipments(world, query)),
  "POST /shipments/createlabel": ({ world, body }) => createLooseLabel(world, body),
  "POST /shipments/voidlabel": ({ world, body }) => voidLabel(world, body),
  "POST /shipments/getrates": ({ world, body }) => getRates(world, body),
  "GET /fulfillments": ({ world, query }) => paged(listFulfillments(world, query)),
  "GET /products": ({ world, query }) => paged(catalog.listProducts(world, query)),
  "GET /products/{id}": ({ world, id }) => catalog.getProduct(world, id),
  "PUT /products/{id}": ({ world, id, body }) => catalog.updateProduct(world, id, body),
  "GET /customers": ({ world, query }) => paged(catalog.listCustomers(world, query)),
  "GET /customers/{id}": ({ world, id }) => catalog.getCustomer(world, id),
  "GET /stores": ({ world, query }) => stores.listStores(world, query),
  "GET /stores/marketplaces": () => stores.listMarketplaces(),
  "GET /stores/getrefreshstatus": ({ world, query }) => stores.refreshStatus(world, query),
  "POST /stores/refreshstore": ({ world, query, body }) => stores.refreshStore(world, query, body),
  // The older documentation sample reads it with GET.
  "GET /stores/refreshstore": ({ world, query, body }) => stores.refreshStore(world, query, body),
  "POST /stores/deactivate": ({ world, body }) => stores.setStoreActive(world, body, false),
  "POST /stores/reactivate": ({ world, body }) => stores.setStoreActive(world, body, true),
  "GET /stores/{id}": ({ world, id }) => stores.getStore(world, id),
  "PUT /stores/{id}": ({ world, id, body }) => stores.updateStore(world, id, body),
  "GET /warehouses": ({ world }) => world.state.warehouses,
  "POST /warehouses/createwarehouse": ({ world, body }) => warehouses.createWarehouse(world, body),
  "GET /warehouses/{id}": ({ world, id }) => warehouses.getWarehouse(world, id),
  "PUT /warehouses/{id}": ({ world, id, body }) => warehouses.updateWarehouse(world, id, body),
  "DELETE /warehouses/{id}": ({ world, id }) => warehouses.deleteWarehouse(world, id),
  "GET /carriers": ({ world }) => world.state.carriers,
  "GET /carriers/getcarrier": ({ world, query }) => catalog.getCarrier(world, query.text("carrierCode")),
  "GET /carriers/listservices": ({ world, query }) => catalog.listServices(world, query.text("carrierCode")),
  "GET /carriers/listpackages": ({ world, query }) => catalog.listPackages(world, query.text("carrierCode")),
  "POST /carriers/addfunds": ({ world, body }) => catalog.addFunds(world, body),
  "GET /accounts/listtags": ({ world }) => world.state.tags,
  "GET /users": ({ world, query }) => catalog.listUsers(world, query),
  "POST /webhooks/subscribe": ({ world, body }) => subscribe(world, body),
  "GET /webhooks": ({ world }) => listWebhooks(world),
  "DELETE /webhooks/{id}": ({ world, id }) => {
    unsubscribe(world, id);
    return undefined;
  },
};

interface Found {
  name: string;
  route: Route;
  id: number;
}

function findRoute(method: string, path: string): Found {
  const plain = path.toLowerCase().replace(/\/+$/, "") || "/";
  const exact = ROUTES[`${method} ${plain}`];
  if (exact) return { name: `${method} ${plain}`, route: exact, id: 0 };
  const pattern = plain.replace(/\/\d+$/, "/{id}");
  const byId = ROUTES[`${method} ${pattern}`];
  if (byId) return { name: `${method} ${pattern}`, route: byId, id: Number(/(\d+)$/.exec(plain)?.[1]) };
  const isOtherMethod = Object.keys(ROUTES).some(key => key.endsWith(` ${plain}`) || key.endsWith(` ${pattern}`));
  throw new VendorError(isOtherMethod ? { kind: "method", method } : { kind: "no_route", url: path });
}

function readJson(request: SandboxRequest): unknown {
  if (request.rawBody.length === 0) return undefined;
  try {
    return request.json();
  } catch {
    throw modelError("request", "Unexpected character encountered while parsing value. Path '', line 1, position 1.");
  }
}

/** Runs one authenticated call. @throws VendorError */
export function callRoute(world: World, request: SandboxRequest): SandboxResponse {
  const { name, route, id } = findRoute(request.method, request.path);
  request.notes.name = name;
  const raw = readJson(request);
  const result = route({ world, query: readQuery(world, request.url.searchParams), id, raw, body: asObject(raw) });
  if (result === undefined) return { status: 200 };
  // Written out at once: a late answer must show the account as it was when the call was handled.
  return { status: 200, headers: { "content-type": "application/json; charset=utf-8" }, body: JSON.stringify(result) };
}
