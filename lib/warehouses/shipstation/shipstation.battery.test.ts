import { startShipStationSandbox } from "@/sandbox/shipstation/start";
import { describeWarehouse, type WarehouseHarness } from "../testing/contract-battery";
import { shipstation } from "./shipstation";

describeWarehouse("ShipStation V1", async (): Promise<WarehouseHarness> => {
  const sandbox = await startShipStationSandbox();
  const { control, faults, switches, url, journal } = sandbox;
  const nudge = (resource_type: string, host: string) =>
    JSON.stringify({ resource_url: `${host}/shipments?batchId=1&includeShipmentItems=False`, resource_type });
  return {
    adapter: shipstation,
    credentials: { apiKey: "sandbox-key", apiSecret: "sandbox-secret", baseUrl: url },
    wrongCredentials: { apiKey: "sandbox-key", apiSecret: "not-the-secret", baseUrl: url },
    baseUrl: url,
    service: { carrierCode: "stamps_com", serviceCode: "usps_ground_advantage" },
    floor: {
      orders: key =>
        control
          .orders()
          .filter(order => order.orderKey === key)
          .map(order => ({
            status: String(order.orderStatus),
            quantities: Object.fromEntries(order.items.map(item => [String(item.lineItemKey), Number(item.quantity)])),
          })),
      ship: ({ warehouseKey, lines, labels }) =>
        control
          .ship({
            orderKey: warehouseKey,
            ...(lines ? { lines: lines.map(line => ({ lineItemKey: line.warehouseLineKey, quantity: line.quantity })) } : {}),
            ...(labels ? { packages: labels } : {}),
          })
          .shipments.map(shipment => String(shipment.trackingNumber)),
      returnLabel: orderKey => control.returnLabel({ orderKey }),
      voidLabel: trackingNumber => control.voidLabel({ trackingNumber }),
      shipElsewhere: ({ warehouseKey, trackingNumber }) => control.markAsShipped({ orderKey: warehouseKey, trackingNumber }),
      cancel: orderKey => control.cancel({ orderKey }),
    },
    faults: {
      refuseOrder: (key, message) => {
        switches.rejectOrderKeys = [key];
        switches.rejectMessage = message;
      },
      loseNextAnswer: () => faults.add({ method: "POST", action: "drop_after" }),
      answerHtmlNext: () => faults.add({ action: "html" }),
      throttle: seconds => {
        switches.rateLimit = 0;
        switches.rateResetSeconds = seconds;
      },
      repeatRows: count => {
        switches.rowsOnTwoPages = count;
      },
    },
    webhooks: {
      genuine: nudge("SHIP_NOTIFY", url),
      shard: nudge("SHIP_NOTIFY", "https://ssapi11.shipstation.com"),
      foreign: nudge("SHIP_NOTIFY", "https://ssapi.shipstation.com.attacker.example"),
      unknownKind: nudge("SOMETHING_NEW", url),
    },
    subscriptions: () => journal.entries({ kind: "effect", name: "webhook.subscribed" }).map(entry => String(entry.url)),
    calls: () => journal.entries({ kind: "call" }).length,
    reset: () => {
      control.reset();
      switches.rateLimit = 10_000;
      switches.webhooks = false;
    },
    close: () => sandbox.close(),
  };
});
