import type { WarehouseDefinition } from "../contract";

export const DEFAULT_BASE_URL = "https://ssapi.shipstation.com";

/** What ShipStation V1 is, as data: the forms, the limits and the platform card come from here. */
export const definition: WarehouseDefinition = {
  key: "shipstation",
  name: "ShipStation",
  summary: "Send orders to a ShipStation account and collect its labels.",
  mark: "SS",
  // ShipStation V1: POST /orders/createorders takes at most 100 orders.
  batchSize: 100,
  defaultLimit: { calls: 40, windowMs: 60_000 },
  capabilities: { idempotentSend: true, cancel: true, webhooks: true, partialShipments: true },
  credentialFields: [
    {
      name: "apiKey",
      label: "API key",
      help: "The V1 API key of the ShipStation account that ships the orders.",
      example: "0f6bec1839e84881aa83f392d84f4c74",
      pattern: "^\\S{6,128}$",
      secret: true,
      required: true,
      whereToFind: "ShipStation → Settings → Account → API Settings → Legacy API (V1) → API Key",
    },
    {
      name: "apiSecret",
      label: "API secret",
      help: "Shown beside the key. An account may hold two pairs: make a new one here without disturbing other tools.",
      example: "9c1185a5c5e9fc54612808977ee8f548",
      pattern: "^\\S{6,128}$",
      secret: true,
      required: true,
      whereToFind: "ShipStation → Settings → Account → API Settings → Legacy API (V1) → API Secret",
    },
    {
      name: "baseUrl",
      label: "Address",
      help: `Leave as it is, unless you connect to a test server. Default: ${DEFAULT_BASE_URL}`,
      example: DEFAULT_BASE_URL,
      pattern: "^https?://\\S+$",
      secret: false,
      required: false,
      whereToFind: "ShipStation uses one address for every account.",
    },
  ],
  docsUrl: "https://docs.shipstation.com/apis/shipstation-v1",
};
