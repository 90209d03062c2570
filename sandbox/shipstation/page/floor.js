import { act, drawDetail, loadCarriers, quantities } from "./detail.js";
import { $ } from "./dom.js";
import { drawLists, go, where } from "./list.js";

/** Wires the page: buttons, search, links, and a look every few seconds for what the API has changed meanwhile. */

const LOOK_AGAIN_MS = 3000;
let typing = 0;

function openOrder(event) {
  const row = event.target.closest("[data-order]");
  if (!row || event.metaKey || event.ctrlKey || event.button !== 0) return;
  event.preventDefault();
  quantities.clear();
  go({ order: row.dataset.order }, true);
  if (matchMedia("(max-width: 1099px)").matches) {
    scrollTo(0, 0);
    $("detail").focus();
  }
}

$("rows").addEventListener("click", openOrder);
$("label-rows").addEventListener("click", openOrder);
$("detail").addEventListener("click", openOrder);
$("search").value = where().get("q") ?? "";
$("search").addEventListener("input", event => {
  clearTimeout(typing);
  typing = setTimeout(() => go({ q: event.target.value, page: "" }), 200);
});
const turn = step => go({ page: String(Number(where().get("page") ?? 1) + step) });
$("previous").addEventListener("click", () => turn(-1));
$("next").addEventListener("click", () => turn(1));
$("seed").addEventListener("click", () => act("/seed", { count: 12 }, answer => `Added ${answer.created} sample orders.`));
$("ship-next").addEventListener("click", () =>
  act("/ship-all", { count: 10 }, answer =>
    answer.shipments.length > 0 ? `Shipped ${answer.shipments.length} orders as one batch.` : "No order is awaiting shipment.",
  ),
);
const look = () => Promise.all([drawLists(false), drawDetail(false)]);
addEventListener("moved", look);
addEventListener("popstate", look);
setInterval(() => {
  if (document.visibilityState === "visible") void look();
}, LOOK_AGAIN_MS);
await loadCarriers();
await look();
