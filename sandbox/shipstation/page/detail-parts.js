import { el, itemsText, statusWord, when } from "./dom.js";
import { orderLink } from "./list.js";

/** What the chosen order shows and cannot be pressed, but for voiding a label. */

function labelRow(shipment, onVoid) {
  const facts = `${shipment.serviceCode}, ${when(shipment.createDate)}${shipment.isReturnLabel ? ", return label" : ""}${shipment.voided ? ", voided" : ""}`;
  return el(
    "div",
    { class: "label-row" },
    el(
      "div",
      {},
      el("p", { class: `mono${shipment.voided ? " void" : ""}` }, shipment.trackingNumber),
      el("p", { class: "quiet" }, facts),
      el("p", { class: "quiet" }, itemsText(shipment.shipmentItems)),
    ),
    shipment.voided
      ? null
      : el(
          "button",
          {
            type: "button",
            class: "small danger",
            "data-keep": `void-${shipment.shipmentId}`,
            "aria-label": `Void label ${shipment.trackingNumber}`,
            onclick: () => onVoid(shipment),
          },
          "Void",
        ),
  );
}

function fulfillmentRow(fulfillment) {
  return el(
    "div",
    { class: "label-row" },
    el(
      "div",
      {},
      el("p", { class: "mono" }, fulfillment.trackingNumber ?? "No tracking"),
      el("p", { class: "quiet" }, `Shipped elsewhere, ${fulfillment.carrierCode}, ${when(fulfillment.createDate)}`),
    ),
  );
}

function labelsSection({ shipments, fulfillments }, onVoid) {
  const rows = [...shipments.map(shipment => labelRow(shipment, onVoid)).reverse(), ...fulfillments.map(fulfillmentRow)];
  return el("section", {}, el("h3", {}, "Labels"), ...(rows.length > 0 ? rows : [el("p", { class: "quiet" }, "None yet.")]));
}

function partsSection(order, parts) {
  const { parentId, mergedIds } = order.advancedOptions;
  const rows = parts.map(part =>
    el(
      "div",
      { class: "label-row" },
      el("div", {}, orderLink(part.orderId, String(part.orderId)), el("p", { class: "quiet" }, itemsText(part.items))),
      statusWord(part),
    ),
  );
  if (parentId !== null) rows.unshift(el("p", { class: "quiet" }, "Part of order ", orderLink(parentId, String(parentId)), "."));
  if (mergedIds.length > 0) rows.unshift(el("p", { class: "quiet" }, `Merged with ${mergedIds.join(", ")}.`));
  return rows.length > 0 ? el("section", {}, el("h3", {}, "Parts"), ...rows) : null;
}

function facts(order) {
  const entries = [
    ["Order key", el("span", { class: "mono" }, order.orderKey)],
    ["Order ID", el("span", { class: "mono" }, String(order.orderId))],
    [
      "Ship to",
      [
        order.shipTo.name,
        order.shipTo.company,
        order.shipTo.street1,
        order.shipTo.street2,
        `${order.shipTo.city ?? ""} ${order.shipTo.state ?? ""} ${order.shipTo.postalCode ?? ""}`.trim(),
        order.shipTo.country,
      ]
        .filter(Boolean)
        .join(", "),
    ],
    ["Address", order.shipTo.addressVerified ?? "Not checked"],
    ["Asked for", order.requestedShippingService],
    ["On hold until", order.orderStatus === "on_hold" ? order.holdUntilDate : null],
    ["Notes", order.internalNotes],
  ];
  const shown = entries.filter(([, value]) => value);
  return el("dl", { class: "facts" }, ...shown.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

export { facts, labelsSection, partsSection };
