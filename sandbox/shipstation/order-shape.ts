import { asBoolean, asNumber, asText, isObject, type Json } from "./json-fields";
import { parseWall } from "./pacific-time";
import { modelError } from "./vendor-error";

type FieldType = "text" | "decimal" | "integer" | "boolean" | "date" | { object: Shape } | { array: Shape } | "integers";
interface Shape {
  [field: string]: FieldType;
}

const ADDRESS: Shape = {
  ...Object.fromEntries(
    ["name", "company", "street1", "street2", "street3", "city", "state", "postalCode", "country", "phone"].map(f => [f, "text" as const]),
  ),
  residential: "boolean",
};
const WEIGHT: Shape = { value: "decimal", units: "text" };
const ITEM: Shape = {
  lineItemKey: "text",
  sku: "text",
  name: "text",
  imageUrl: "text",
  weight: { object: WEIGHT },
  quantity: "integer",
  unitPrice: "decimal",
  taxAmount: "decimal",
  shippingAmount: "decimal",
  warehouseLocation: "text",
  options: { array: { name: "text", value: "text" } },
  productId: "integer",
  fulfillmentSku: "text",
  adjustment: "boolean",
  upc: "text",
};
const ORDER: Shape = {
  orderId: "integer",
  orderNumber: "text",
  orderKey: "text",
  orderDate: "date",
  paymentDate: "date",
  shipByDate: "date",
  shipDate: "date",
  holdUntilDate: "date",
  orderStatus: "text",
  customerUsername: "text",
  customerEmail: "text",
  billTo: { object: ADDRESS },
  shipTo: { object: ADDRESS },
  items: { array: ITEM },
  amountPaid: "decimal",
  taxAmount: "decimal",
  shippingAmount: "decimal",
  customerNotes: "text",
  internalNotes: "text",
  gift: "boolean",
  giftMessage: "text",
  paymentMethod: "text",
  requestedShippingService: "text",
  carrierCode: "text",
  serviceCode: "text",
  packageCode: "text",
  confirmation: "text",
  weight: { object: WEIGHT },
  dimensions: { object: { units: "text", length: "decimal", width: "decimal", height: "decimal" } },
  insuranceOptions: { object: { provider: "text", insureShipment: "boolean", insuredValue: "decimal" } },
  internationalOptions: {
    object: {
      contents: "text",
      nonDelivery: "text",
      customsItems: {
        array: { description: "text", quantity: "integer", value: "decimal", harmonizedTariffCode: "text", countryOfOrigin: "text" },
      },
    },
  },
  advancedOptions: {
    object: {
      warehouseId: "integer",
      storeId: "integer",
      nonMachinable: "boolean",
      saturdayDelivery: "boolean",
      containsAlcohol: "boolean",
    },
  },
  tagIds: "integers",
};

interface Place {
  /** `apiOrder` or `apiOrders[3]`: how the ModelState names the argument. */
  root: string;
  path: string;
}

function refuse({ root, path }: Place, text: string): never {
  throw modelError(`${root}.${path}`, `${text} Path '${path}', line 1.`);
}

function wrongKind(value: unknown, wanted: string, place: Place): never {
  const given = Array.isArray(value) ? "JSON array (e.g. [1,2,3])" : isObject(value) ? 'JSON object (e.g. {"name":"value"})' : null;
  if (given) refuse(place, `Cannot deserialize the current ${given} into type '${wanted}'.`);
  refuse(place, `Error converting value ${JSON.stringify(value)} to type '${wanted}'.`);
}

function checkScalar(type: "text" | "decimal" | "integer" | "boolean" | "date", value: unknown, place: Place): void {
  const isNested = typeof value === "object";
  if (type === "text" && asText(value) === null) wrongKind(value, "System.String", place);
  if (type === "boolean" && asBoolean(value) === null) refuse(place, `Could not convert string to boolean: ${String(value)}.`);
  if (type === "date" && (typeof value !== "string" || (value !== "" && parseWall(value, false) === null))) {
    refuse(place, `Could not convert string to DateTime: ${String(value)}.`);
  }
  if (type !== "decimal" && type !== "integer") return;
  if (isNested) wrongKind(value, "System.Decimal", place);
  const number = asNumber(value);
  if (number === null) refuse(place, `Could not convert string to ${type}: ${String(value)}.`);
  if (type === "integer" && !Number.isInteger(number)) refuse(place, `Input string '${String(value)}' is not a valid integer.`);
}

function checkField(type: FieldType, value: unknown, place: Place): void {
  if (value === null || value === undefined) return;
  if (typeof type === "string" && type !== "integers") {
    checkScalar(type, value, place);
    return;
  }
  if (typeof type === "object" && "object" in type) {
    if (!isObject(value)) wrongKind(value, "SS.OpenApi.Models", place);
    checkShape(type.object, value, place);
    return;
  }
  if (!Array.isArray(value)) wrongKind(value, "System.Collections.Generic.List`1", place);
  for (const [index, entry] of value.entries()) {
    const at = { root: place.root, path: `${place.path}[${index}]` };
    if (type === "integers") checkScalar("integer", entry, at);
    else if (!isObject(entry)) wrongKind(entry, "SS.OpenApi.Models", at);
    else checkShape(type.array, entry, at);
  }
}

function checkShape(shape: Shape, value: Json, place: Place): void {
  for (const [field, type] of Object.entries(shape)) {
    checkField(type, value[field], { root: place.root, path: place.path === "" ? field : `${place.path}.${field}` });
  }
}

/** Refuses a value of the wrong type as the vendor's deserialiser does: 400 with ModelState, for the whole call. @throws VendorError */
export function checkOrderShape(order: Json, root: string): void {
  checkShape(ORDER, order, { root, path: "" });
}

/** The single call wants one object. @throws VendorError */
export function readSingleOrder(body: unknown): Json {
  if (isObject(body)) {
    checkOrderShape(body, "apiOrder");
    return body;
  }
  const text = `Cannot deserialize the current JSON array (e.g. [1,2,3]) into type 'SS.OpenApi.Models.Orders.Order' because the type requires a JSON object (e.g. {"name":"value"}) to deserialize correctly.\r\nTo fix this error either change the JSON to a JSON object (e.g. {"name":"value"}) or change the deserialized type to an array or a type that implements a collection interface (e.g. ICollection, IList) like List<T> that can be deserialized from a JSON array.\r\nPath '', line 1, position 1.`;
  throw modelError("apiOrder", text);
}

/** The batch call wants an array. @throws VendorError */
export function readOrderArray(body: unknown): Json[] {
  if (!Array.isArray(body)) {
    const first = isObject(body) ? (Object.keys(body)[0] ?? "orderNumber") : "orderNumber";
    const text = `Cannot deserialize the current JSON object (e.g. {"name":"value"}) into type 'SS.OpenApi.Models.Orders.Order[]' because the type requires a JSON array (e.g. [1,2,3]) to deserialize correctly.\r\nPath '${first}', line 1.`;
    throw modelError(`apiOrders.${first}`, text);
  }
  return body.map((entry, index) => {
    if (!isObject(entry)) throw modelError(`apiOrders[${index}]`, "Error converting value to type 'SS.OpenApi.Models.Orders.Order'.");
    checkOrderShape(entry, `apiOrders[${index}]`);
    return entry;
  });
}
