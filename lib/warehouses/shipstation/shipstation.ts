import type { WarehouseAdapter } from "../contract";
import { cancelOrder } from "./cancel-order";
import { createClient } from "./client";
import { parseCredentials, type ShipStationCredentials } from "./credentials";
import { definition } from "./definition";
import { readOptions } from "./read-options";
import { readShipments } from "./read-shipments";
import { readWebhook } from "./read-webhook";
import { registerWebhooks } from "./register-webhooks";
import { sendOrders } from "./send-orders";
import { verify } from "./verify";

/** ShipStation, API V1. What the vendor promises and limits is in README.md beside this file. */
export const shipstation: WarehouseAdapter<ShipStationCredentials> = {
  definition,
  parseCredentials,
  readWebhook,
  connect(context) {
    const client = createClient(context);
    return {
      verify: () => verify(client),
      sendOrders: orders => sendOrders(client, orders),
      cancelOrder: order => cancelOrder(client, order),
      readShipments: request => readShipments({ client, clock: context.clock }, request),
      registerWebhooks: targetUrl => registerWebhooks(client, targetUrl),
      options: () => readOptions(client),
    };
  },
};
