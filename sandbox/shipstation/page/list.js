import { $, ask, el, fail, itemsText, place, STATUS_WORDS, statusWord, units, when } from "./dom.js";

/** The two tables on the left. What is chosen, searched and filtered lives in the address. */

const PAGE_SIZE = 15;
const TABS = ["", "awaiting_shipment", "on_hold", "awaiting_payment", "shipped", "cancelled"];
const where = () => new URLSearchParams(location.search);
let shownText = "";

function go(change, isPush = false) {
  const next = where();
  for (const [key, value] of Object.entries(change)) {
    if (value) next.set(key, value);
    else next.delete(key);
  }
  const address = next.size > 0 ? `?${next}` : location.pathname;
  history[isPush ? "pushState" : "replaceState"](null, "", address);
  dispatchEvent(new Event("moved"));
}

function orderLink(orderId, text) {
  const target = where();
  target.set("order", orderId);
  return el("a", { class: "mono", href: `?${target}`, "data-order": orderId }, text);
}

function orderRow(order) {
  const isChosen = where().get("order") === String(order.orderId);
  const isPart = order.advancedOptions.parentId !== null;
  const mark = order.isContainer ? "split" : isPart ? "part" : order.advancedOptions.mergedIds.length > 0 ? "merged" : null;
  return el(
    "tr",
    { "aria-current": isChosen ? "true" : null, "data-order": order.orderId },
    el("td", { class: "cut" }, orderLink(order.orderId, order.orderNumber), ...(mark ? [" ", el("span", { class: "tag" }, mark)] : [])),
    el("td", {}, statusWord(order)),
    el("td", { class: "cut" }, `${order.shipTo.name ?? ""}, ${place(order.shipTo)}`),
    el("td", { class: "num" }, String(units(order.items))),
    el("td", { class: "cut" }, order.requestedShippingService ?? order.serviceCode ?? "–"),
    el("td", { class: "num" }, when(order.modifyDate)),
  );
}

function drawTabs(counts) {
  const status = where().get("status") ?? "";
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const buttons = TABS.filter(name => name === "" || counts[name] > 0 || name === status || name === "awaiting_shipment").map(name =>
    el(
      "button",
      {
        type: "button",
        "data-keep": `tab-${name}`,
        "aria-pressed": String(name === status),
        onclick: () => go({ status: name, page: "" }),
      },
      name === "" ? "All" : STATUS_WORDS[name],
      el("span", {}, String(name === "" ? all : counts[name])),
    ),
  );
  $("tabs").replaceChildren(...buttons);
}

function drawOrders(answer) {
  drawTabs(answer.counts);
  $("rows").replaceChildren(...answer.orders.map(orderRow));
  const isFiltered = where().get("q") || where().get("status");
  $("nothing").hidden = answer.total > 0;
  $("nothing").textContent = isFiltered
    ? "No order matches this search and status."
    : "No order has arrived yet. Send some with the API, or add sample orders.";
  const first = (answer.page - 1) * PAGE_SIZE + 1;
  $("range").textContent = answer.total > 0 ? `${first}–${first + answer.orders.length - 1} of ${answer.total}` : "";
  $("previous").disabled = answer.page <= 1;
  $("next").disabled = answer.page >= answer.pages;
}

function labelTableRow(shipment) {
  const tag = shipment.voided ? "voided" : shipment.isReturnLabel ? "return" : null;
  return el(
    "tr",
    {},
    el(
      "td",
      {},
      el("span", { class: `mono${shipment.voided ? " void" : ""}` }, shipment.trackingNumber),
      ...(tag ? [" ", el("span", { class: "tag" }, tag)] : []),
    ),
    el("td", {}, shipment.orderId === null ? "No order" : orderLink(shipment.orderId, shipment.orderNumber)),
    el("td", { class: "mono cut" }, shipment.serviceCode),
    el("td", { class: "cut" }, itemsText(shipment.shipmentItems)),
    el("td", { class: "num" }, when(shipment.createDate)),
  );
}

/** Redraws under the hands of a keyboard user without taking the focus away. */
function keepFocus(draw) {
  const active = document.activeElement;
  const keep = active?.closest?.("[data-keep]")?.dataset.keep;
  const order = active?.dataset?.order;
  draw();
  const again = keep ? `[data-keep="${keep}"]` : order ? `#rows a[data-order="${order}"]` : null;
  if (again && document.activeElement === document.body) document.querySelector(again)?.focus();
}

async function drawLists(isForced) {
  const query = new URLSearchParams({ pageSize: PAGE_SIZE, page: where().get("page") ?? "1" });
  for (const key of ["q", "status"]) if (where().get(key)) query.set(key, where().get(key));
  try {
    const [orders, labels] = await Promise.all([ask("GET", `/orders?${query}`), ask("GET", "/shipments?pageSize=8")]);
    const text = JSON.stringify([orders.orders, orders.counts, labels.shipments, location.search]);
    if (!isForced && text === shownText) return;
    shownText = text;
    keepFocus(() => {
      drawOrders(orders);
      $("label-rows").replaceChildren(...labels.shipments.map(labelTableRow));
      $("no-labels").hidden = labels.total > 0;
    });
  } catch (error) {
    fail(error);
  }
}

export { drawLists, go, keepFocus, orderLink, where };
