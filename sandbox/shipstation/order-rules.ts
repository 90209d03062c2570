import { asObject, asText, isObject, type Json } from "./json-fields";
import { ORDER_STATUSES, type OrderStatus } from "./order-types";
import { parseWall } from "./pacific-time";
import { ruleError } from "./vendor-error";

const ORDER_NUMBER_LENGTH_MAX = 50;

function isBlank(value: unknown): boolean {
  return (asText(value) ?? "").trim() === "";
}

function require(value: unknown, label: string): void {
  if (isBlank(value)) throw ruleError(`'${label}' must not be empty.`);
}

function checkCountry(address: Json): void {
  const country = asText(address.country);
  if (country && !/^[A-Za-z]{2}$/.test(country)) throw ruleError("Please use a 2 character country code");
}

/** True for one of the documented status words. */
export function isOrderStatus(value: unknown): value is OrderStatus {
  return ORDER_STATUSES.some(status => status === value);
}

/** The vendor's business rules on an order document: required fields, lengths, country code. @throws VendorError of kind `rule` */
export function checkOrderRules(order: Json): void {
  require(order.orderNumber, "Order Number");
  const number = asText(order.orderNumber) ?? "";
  if (number.length > ORDER_NUMBER_LENGTH_MAX) {
    throw ruleError(`'Order Number' must be between 1 and ${ORDER_NUMBER_LENGTH_MAX} characters. You entered ${number.length} characters.`);
  }
  require(order.orderDate, "Order Date");
  if (parseWall(asText(order.orderDate) ?? "", false) === null) throw ruleError("'Order Date' is not a valid date.");
  require(order.orderStatus, "Order Status");
  if (!isOrderStatus(order.orderStatus)) throw ruleError(`'Order Status' is not valid: ${asText(order.orderStatus)}.`);
  require(asObject(order.billTo).name, "Bill Name");
  require(asObject(order.shipTo).name, "Ship Name");
  checkCountry(asObject(order.billTo));
  checkCountry(asObject(order.shipTo));
  const items = Array.isArray(order.items) ? order.items.filter(isObject) : [];
  for (const item of items) require(item.name, "Item Name");
}
