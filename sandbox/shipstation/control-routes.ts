import type { ControlRoute } from "../shared/control";
import { listPackages, listServices } from "./catalog";
import { viewOrder, viewOrders, viewShipments } from "./floor-views";
import { asText, type Json } from "./json-fields";
import type { Order } from "./order-types";
import { seedSamples } from "./sample-orders";
import type { Fulfillment, Shipment } from "./shipment-types";
import { DEFAULT_KEY } from "./state";
import * as floor from "./warehouse-floor";
import type { World } from "./world";

/** The same hands for a test in this process. Each call throws an Error with the vendor's words when the warehouse can't do it. */
export interface ShipStationControl {
  ship(choice: floor.ShipChoice): { shipments: Shipment[]; orders: Order[] };
  shipAll(choice?: { count?: number; carrier?: string; service?: string }): { shipments: Shipment[] };
  split(choice: Parameters<typeof floor.split>[1]): { part: Order; rest: Order };
  merge(choice: { orderIds: number[] }): Order;
  labelAgain(choice: floor.ShipChoice): { shipments: Shipment[] };
  returnLabel(choice: floor.ShipChoice): { shipments: Shipment[] };
  voidLabel(choice: floor.LabelChoice): Shipment;
  markAsShipped(choice: Parameters<typeof floor.markShipped>[1]): Fulfillment;
  cancel(choice: floor.OrderChoice): Order;
  hold(choice: Parameters<typeof floor.hold>[1]): Order;
  release(choice: floor.OrderChoice): Order;
  seed(choice?: { count?: number; prefix?: string }): { created: number };
  addKey(apiKey: string, apiSecret: string): void;
  removeKey(apiKey: string): void;
  /** Every order that is not deleted or merged away, oldest first. */
  orders(): Order[];
  shipments(): Shipment[];
  fulfillments(): Fulfillment[];
  /** Sends the webhooks that wait, without waiting; resolves when they are answered. */
  flushWebhooks(): Promise<number>;
  /** A fresh account: data, switches, faults, clock and journal. */
  reset(): void;
}

/** Binds the warehouse's hands to one account. */
export function createFloorControl(world: World, afterChange: () => void, reset: () => void): ShipStationControl {
  const changing = <A extends unknown[], R>(act: (...args: A) => R) => {
    return (...args: A): R => {
      const result = act(...args);
      afterChange();
      return result;
    };
  };
  return {
    ship: changing(choice => floor.ship(world, choice)),
    shipAll: changing((choice = {}) => floor.shipAll(world, choice)),
    split: changing(choice => floor.split(world, choice)),
    merge: changing(choice => floor.merge(world, choice)),
    labelAgain: changing(choice => floor.labelAgain(world, choice)),
    returnLabel: changing(choice => floor.returnLabel(world, choice)),
    voidLabel: changing(choice => floor.voidByHand(world, choice)),
    markAsShipped: changing(choice => floor.markShipped(world, choice)),
    cancel: changing(choice => floor.cancel(world, choice)),
    hold: changing(choice => floor.hold(world, choice)),
    release: changing(choice => floor.release(world, choice)),
    seed: changing((choice = {}) => seedSamples(world, choice)),
    addKey: changing((apiKey, apiSecret) => void world.state.keys.set(apiKey, apiSecret)),
    removeKey: changing(apiKey => void world.state.keys.delete(apiKey)),
    orders: () => [...world.state.orders.values()].filter(({ active }) => active).map(({ doc }) => doc),
    shipments: () => [...world.state.shipments.values()].map(({ doc }) => doc),
    fulfillments: () => [...world.state.fulfillments.values()].map(({ doc }) => doc),
    flushWebhooks: () => world.webhooks.flush(),
    reset,
  };
}

function requireText(body: Json, field: string): string {
  const value = asText(body[field]);
  if (!value) throw new Error(`${field} is missing`);
  return value;
}

/** The vendor's own part of `/__sandbox`. */
export function createControlRoutes(world: World, control: ShipStationControl): Record<string, ControlRoute> {
  // Bodies come as untyped JSON; each hand refuses what it cannot use.
  const hand = (act: (choice: never) => unknown): ControlRoute => {
    return ({ body }) => act(body as never);
  };
  return {
    "POST /ship": hand(control.ship),
    "POST /ship-all": hand(control.shipAll),
    "POST /split": hand(control.split),
    "POST /merge": hand(control.merge),
    "POST /label-again": hand(control.labelAgain),
    "POST /return-label": hand(control.returnLabel),
    "POST /void": hand(control.voidLabel),
    "POST /mark-as-shipped": hand(control.markAsShipped),
    "POST /cancel": hand(control.cancel),
    "POST /hold": hand(control.hold),
    "POST /release": hand(control.release),
    "POST /seed": hand(control.seed),
    "POST /keys": ({ body }) => {
      control.addKey(requireText(body, "apiKey"), requireText(body, "apiSecret"));
      return { keys: [...world.state.keys.keys()] };
    },
    "DELETE /keys": ({ query }) => {
      control.removeKey(query.get("apiKey") ?? DEFAULT_KEY.apiKey);
      return { keys: [...world.state.keys.keys()] };
    },
    "GET /orders": ({ query }) => viewOrders(world, query),
    "GET /orders/*": ({ path }) => {
      const found = viewOrder(world, Number(path.split("/").at(-1)));
      if (!found) throw new Error("no such order");
      return found;
    },
    "GET /shipments": ({ query }) => viewShipments(world, query),
    "GET /fulfillments": () => ({ fulfillments: control.fulfillments() }),
    "GET /carriers": () => ({
      carriers: world.state.carriers.map(({ code, name }) => ({
        code,
        name,
        services: listServices(world, code),
        packages: listPackages(world, code),
      })),
    }),
    "GET /webhooks": () => ({ subscriptions: [...world.state.webhooks.values()], waiting: world.webhooks.waiting() }),
    "POST /webhooks/flush": async () => ({ sent: await control.flushWebhooks() }),
  };
}
