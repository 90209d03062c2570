import { asBoolean, asText, isObject, type Json } from "./json-fields";
import { labelPdf } from "./label-pdf";
import { buyLabel, buyLooseLabel, type LabelRequest, notifyShipped } from "./labels";
import { buildAddress, buildDimensions, buildInsurance, buildWeight } from "./order-document";
import { parseWall } from "./pacific-time";
import { requireNumber } from "./request-query";
import { getOrderRecord } from "./settle-order";
import type { ShipmentRecord } from "./shipment-types";
import { firstManualStore } from "./stores";
import { modelError, ruleError } from "./vendor-error";
import type { World } from "./world";

function requireText(body: Json, field: string): string {
  const value = asText(body[field]) ?? "";
  if (value === "") throw ruleError(`'${field}' must not be empty.`);
  return value;
}

function readLabelRequest(body: Json): LabelRequest {
  if (body.testLabel !== undefined && body.testLabel !== null && asBoolean(body.testLabel) === null) {
    throw modelError("request.testlabel", `The value '${String(body.testLabel)}' is not valid for testLabel.`);
  }
  const shipDate = requireText(body, "shipDate");
  if (parseWall(shipDate, false) === null) throw modelError("request.shipDate", `The value '${shipDate}' is not valid for shipDate.`);
  return {
    carrierCode: requireText(body, "carrierCode"),
    serviceCode: requireText(body, "serviceCode"),
    packageCode: asText(body.packageCode),
    confirmation: asText(body.confirmation),
    shipDate,
    weight: buildWeight(body.weight),
    dimensions: buildDimensions(body.dimensions),
    ...(isObject(body.insuranceOptions) ? { insuranceOptions: buildInsurance(body.insuranceOptions) } : {}),
    isTest: asBoolean(body.testLabel) ?? false,
    isReturnLabel: asBoolean(body.isReturnLabel) ?? false,
  };
}

function labelAnswer({ doc }: ShipmentRecord): object {
  const { shipmentId, shipmentCost, insuranceCost, trackingNumber, carrierCode, serviceCode, shipTo } = doc;
  const lines = [
    `${carrierCode} ${serviceCode}`,
    shipTo.name ?? "",
    shipTo.street1 ?? "",
    `${shipTo.city ?? ""} ${shipTo.state ?? ""}`,
    trackingNumber,
  ];
  return { shipmentId, shipmentCost, insuranceCost, trackingNumber, labelData: labelPdf(lines), formData: null };
}

/** POST /orders/createlabelfororder. @throws VendorError; the vendor's own 500 on an account without an active manual store */
export function createLabelForOrder(world: World, body: Json): object {
  const request = readLabelRequest(body);
  const order = getOrderRecord(world, requireNumber(body, "orderId"));
  firstManualStore(world);
  const record = buyLabel(world, order, request);
  notifyShipped(world, [record]);
  return labelAnswer(record);
}

/** POST /shipments/createlabel: a label without an order; the answer carries the address too. @throws VendorError */
export function createLooseLabel(world: World, body: Json): object {
  const request = readLabelRequest(body);
  if (!isObject(body.shipTo)) throw ruleError("'shipTo' must not be empty.");
  if (!isObject(body.shipFrom)) throw ruleError("'shipFrom' must not be empty.");
  firstManualStore(world);
  const record = buyLooseLabel(world, request, buildAddress(body.shipTo, true));
  notifyShipped(world, [record]);
  return { ...labelAnswer(record), shipTo: record.doc.shipTo };
}
