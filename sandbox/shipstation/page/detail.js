import { facts, labelsSection, partsSection } from "./detail-parts.js";
import { $, ask, el, fail, say, statusWord } from "./dom.js";
import { drawLists, go, keepFocus, where } from "./list.js";

/** The chosen order: its lines, its labels, and what can be done with it. */

const chosen = { carrier: "", service: "" };
const quantities = new Map();
let carriers = [];
let detailText = "";

async function loadCarriers() {
  carriers = (await ask("GET", "/carriers")).carriers;
}

async function act(path, body, tell) {
  try {
    const answer = await ask("POST", path, body);
    quantities.clear();
    await Promise.all([drawLists(true), drawDetail(true)]);
    say(tell(answer));
  } catch (error) {
    fail(error);
  }
}

const labelsMade = answer => `Label made: ${answer.shipments.map(shipment => shipment.trackingNumber).join(", ")}.`;

function lineRow(item, isOpen) {
  const input = el("input", {
    type: "number",
    min: 0,
    max: item.quantity,
    step: 1,
    value: quantities.get(item.orderItemId) ?? 0,
    disabled: !isOpen,
    "data-keep": `line-${item.orderItemId}`,
    "aria-label": `Quantity of ${item.sku ?? item.name} to ship now`,
    oninput: event => quantities.set(item.orderItemId, event.target.value),
  });
  return el(
    "tr",
    {},
    el("td", { class: "cut" }, el("span", { class: "mono" }, item.sku ?? "–"), el("br"), el("span", { class: "quiet" }, item.name)),
    el("td", { class: "num" }, String(item.quantity)),
    el("td", { class: "num" }, input),
  );
}

function linesSection(order, isOpen) {
  const goods = order.items.filter(item => !item.adjustment);
  const head = el(
    "tr",
    {},
    el("th", { scope: "col" }, "Line"),
    el("th", { scope: "col", class: "num" }, "On order"),
    el("th", { scope: "col", class: "num" }, "Ship now"),
  );
  const table = el("table", { class: "lines" }, el("thead", {}, head), el("tbody", {}, ...goods.map(item => lineRow(item, isOpen))));
  return el("section", {}, el("h3", {}, "Lines"), table);
}

function choiceOf(order) {
  const known = carriers.find(carrier => carrier.code === (chosen.carrier || order.carrierCode)) ?? carriers[0];
  const isAbroad = (order.shipTo.country ?? "US").toUpperCase() !== "US";
  const services = known?.services.filter(service => (isAbroad ? service.international : service.domestic)) ?? [];
  const wanted = chosen.service || order.serviceCode;
  const service = services.find(entry => entry.code === wanted) ?? services[0];
  return { carrier: known?.code, service: service?.code, services };
}

function select(label, keep, options, value, onchange) {
  const list = el("select", { "data-keep": keep, onchange }, ...options.map(({ code, name }) => el("option", { value: code }, name)));
  list.value = value ?? "";
  return el("label", {}, label, list);
}

function choiceFields(order) {
  const { carrier, service, services } = choiceOf(order);
  const pick = (field, value) => {
    chosen[field] = value;
    if (field === "carrier") chosen.service = "";
    void drawDetail(true);
  };
  return el(
    "div",
    { class: "choice" },
    select("Carrier", "carrier", carriers, carrier, event => pick("carrier", event.target.value)),
    select("Service", "service", services, service, event => pick("service", event.target.value)),
  );
}

function chosenLines() {
  const lines = [...quantities].map(([orderItemId, quantity]) => ({ orderItemId, quantity: Number(quantity) }));
  const wanted = lines.filter(line => line.quantity > 0);
  if (wanted.length === 0) fail(new Error("Set at least one quantity under “Ship now” first."));
  return wanted;
}

function button(text, onclick, props = {}) {
  return el("button", { type: "button", "data-keep": `do-${text}`, onclick, ...props }, text);
}

function shipButtons(order) {
  const { orderId } = order;
  const isOpen = order.orderStatus === "awaiting_shipment";
  const { carrier, service } = choiceOf(order);
  const request = { orderId, carrier, service };
  const withLines = (path, tell) => {
    const lines = chosenLines();
    if (lines.length > 0) void act(path, { ...request, lines }, tell);
  };
  const shipped = order.orderStatus === "shipped" && !order.isContainer;
  return el(
    "div",
    { class: "actions" },
    button("Ship all", () => act("/ship", request, labelsMade), { class: "primary", disabled: !isOpen }),
    button("Ship chosen quantities", () => withLines("/ship", labelsMade), { disabled: !isOpen || order.isContainer }),
    button("Split off chosen", () => withLines("/split", answer => `Split: part ${answer.part.orderId} holds the chosen quantities.`), {
      disabled: !isOpen || order.isContainer,
    }),
    button("Label again (second box)", () => act("/label-again", request, labelsMade), { disabled: !shipped }),
    button("Return label", () => act("/return-label", request, labelsMade), { disabled: order.isContainer }),
  );
}

async function confirmCancel(order) {
  $("confirm-title").textContent = `Cancel ${order.orderNumber}?`;
  $("confirm-text").textContent = "The order becomes final: it can’t be shipped, changed or opened again here.";
  const dialog = $("confirm");
  dialog.returnValue = "no";
  dialog.showModal();
  await new Promise(resolve => dialog.addEventListener("close", resolve, { once: true }));
  if (dialog.returnValue === "yes") await act("/cancel", { orderId: order.orderId }, () => `Cancelled ${order.orderNumber}.`);
}

function otherButtons(order) {
  const { orderId, orderNumber, orderStatus } = order;
  const isHeld = orderStatus === "on_hold";
  const isOver = orderStatus === "shipped" || orderStatus === "cancelled";
  const holdButton = isHeld
    ? button("Release", () => act("/release", { orderId }, () => `Released ${orderNumber}.`))
    : button("Hold for a week", () => act("/hold", { orderId }, answer => `On hold until ${answer.holdUntilDate}.`), { disabled: isOver });
  const mark = () =>
    act(
      "/mark-as-shipped",
      { orderId, carrier: "other", trackingNumber: `EXT${orderId}` },
      answer => `Marked as shipped elsewhere, tracking ${answer.trackingNumber}.`,
    );
  return el(
    "section",
    {},
    el("h3", {}, "Without a label"),
    el(
      "div",
      { class: "actions" },
      button("Mark as shipped", mark, { disabled: isOver }),
      holdButton,
      button("Cancel", () => confirmCancel(order), { class: "danger", disabled: isOver }),
    ),
    el("p", { class: "help" }, "Marking as shipped makes a fulfilment, not a shipment: there is no SHIP_NOTIFY for it."),
  );
}

function drawOrder(answer) {
  const { order, parts } = answer;
  const isOpen = order.orderStatus === "awaiting_shipment" && !order.isContainer;
  const leave = () => {
    go({ order: "" }, true);
    $("orders-title").focus();
  };
  const head = el(
    "div",
    { class: "detail-head" },
    el("div", {}, el("h2", { class: "mono" }, order.orderNumber), statusWord(order)),
    button("Close", leave, { class: "plain close" }),
  );
  const why = order.isContainer
    ? "This order is split. “Ship all” ships every open part; to ship quantities, open a part."
    : "Quantities smaller than the order make a split part and ship that.";
  const ship = el("section", {}, el("h3", {}, "Ship"), choiceFields(order), shipButtons(order), el("p", { class: "help" }, why));
  const voidOne = shipment => act("/void", { shipmentId: shipment.shipmentId }, () => `Voided ${shipment.trackingNumber}.`);
  const back = button("Back to the orders", leave, { class: "plain back" });
  $("detail").replaceChildren(
    ...[
      back,
      head,
      facts(order),
      linesSection(order, isOpen),
      ship,
      labelsSection(answer, voidOne),
      partsSection(order, parts),
      otherButtons(order),
    ].filter(Boolean),
  );
}

async function drawDetail(isForced) {
  const orderId = where().get("order");
  document.body.classList.toggle("has-order", Boolean(orderId));
  if (!orderId) {
    detailText = "";
    $("detail").replaceChildren(el("p", { class: "quiet" }, "Choose an order to see its lines and ship it."));
    return;
  }
  try {
    const answer = await ask("GET", `/orders/${encodeURIComponent(orderId)}`);
    const text = JSON.stringify(answer);
    if (!isForced && text === detailText) return;
    detailText = text;
    keepFocus(() => drawOrder(answer));
  } catch (error) {
    go({ order: "" });
    fail(error);
  }
}

export { act, drawDetail, labelsMade, loadCarriers, quantities };
