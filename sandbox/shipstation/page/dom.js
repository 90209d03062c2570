/** Small helpers of the page: making elements, asking the sandbox, words. */

const $ = id => document.getElementById(id);

const STATUS_WORDS = {
  awaiting_shipment: "Awaiting shipment",
  awaiting_payment: "Awaiting payment",
  pending_fulfillment: "Pending fulfilment",
  on_hold: "On hold",
  shipped: "Shipped",
  cancelled: "Cancelled",
  rejected_fulfillment: "Rejected",
};

/** Text always goes in as text: what is shown was written by others. */
function el(name, props = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "value") node.value = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

async function ask(method, path, body) {
  const response = await fetch(`/__sandbox${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? "The sandbox did not answer.");
  return answer;
}

const units = items => items.filter(item => !item.adjustment).reduce((sum, item) => sum + item.quantity, 0);
const place = address => [address.city, address.state].filter(Boolean).join(", ") || address.country || "";
const month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2026-11-21T04:42:29.2930000` as `21 Nov 04:42`; it is Pacific time already. */
function when(date) {
  return `${Number(date.slice(8, 10))} ${month[Number(date.slice(5, 7)) - 1]} ${date.slice(11, 16)}`;
}

function statusWord(order) {
  return el("span", { class: `status ${order.orderStatus}` }, STATUS_WORDS[order.orderStatus] ?? order.orderStatus);
}

function itemsText(items) {
  if (!items?.length) return "No items listed";
  return items.map(item => `${item.quantity} × ${item.sku ?? item.name}`).join(", ");
}

function say(text) {
  $("said").textContent = text;
  $("failed").hidden = true;
}

function fail(error) {
  $("failed").textContent = error.message;
  $("failed").hidden = false;
  $("said").textContent = "";
}

export { $, ask, el, fail, itemsText, place, STATUS_WORDS, say, statusWord, units, when };
