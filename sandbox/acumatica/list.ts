import { type ContractEntity, modifiedFields } from "./contract";
import { optimizerRefusal } from "./errors";
import { changeWindow, compileFilter, filterFields } from "./filter-compile";
import type { QueryOptions } from "./query-options";
import type { Row } from "./rows";
import type { Site } from "./site";
import { type Tenant, tableOf } from "./world";

interface ListRequest {
  site: Site;
  tenant: Tenant;
  entity: ContractEntity;
  options: QueryOptions;
}

let callCount = 0;

/** A repeatable scattering: neither by number nor by age, and new rows land in the middle. */
function scatter(id: string, salt: number): number {
  const seed = Number.parseInt(id.slice(0, 8), 16) ^ salt;
  return (Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) ^ Math.imul(seed >>> 7, 0x297a2d39)) >>> 0;
}

function ordered({ site, entity, options }: ListRequest, rows: Row[]): Row[] {
  const { listOrder, orderBy } = site.switches;
  if (orderBy === "works" && options.orderBy.length > 0) return rows.toSorted((a, b) => compareBy(options.orderBy, a, b));
  if (listOrder === "by_key")
    return rows.toSorted((a, b) =>
      compareBy(
        entity.keys.map(field => ({ field, isDescending: false })),
        a,
        b,
      ),
    );
  callCount += 1;
  const salt = listOrder === "shuffled_each_call" ? Math.imul(callCount, 0x9e3779b1) : 0x5bd1e995;
  const scattered = rows.map(row => ({ row, at: scatter(row.id, salt) }));
  return scattered.sort((a, b) => a.at - b.at).map(({ row }) => row);
}

function compareBy(fields: QueryOptions["orderBy"], a: Row, b: Row): number {
  for (const { field, isDescending } of fields) {
    const left = (a[field] ?? "") as string | number;
    const right = (b[field] ?? "") as string | number;
    if (left !== right) return (left < right ? -1 : 1) * (isDescending ? -1 : 1);
  }
  return 0;
}

/** Known weaknesses of the list optimizer, each behind its switch. True = answer an empty list. */
function isSilentlyEmpty({ site, entity, options }: ListRequest): boolean {
  const { optimizerFailure, shipmentNonKeyFilter, twoViewFilterEmpty } = site.switches;
  const when = optimizerFailure[entity.name] ?? "never";
  if (when === "always" || (when === "with_expand" && options.expand.size > 0))
    throw optimizerRefusal(entity, [...options.expand][0] ?? "OrderNbr");
  const used = options.filter ? filterFields(options.filter) : [];
  if (entity.name === "Shipment" && shipmentNonKeyFilter !== "works") {
    const nonKey = used.find(name => !entity.keys.includes(name));
    if (nonKey && shipmentNonKeyFilter === "error_500") throw optimizerRefusal(entity, nonKey);
    if (nonKey) return true;
  }
  return twoViewFilterEmpty && used.some(name => name.includes("/")) && used.some(name => !name.includes("/"));
}

/** Rows a filter matches, through the change index where the filter names a window. */
export function findRows({ site, tenant, entity, options }: ListRequest): Row[] {
  const table = tableOf(tenant, entity.name);
  if (!options.filter) return [...table.all()];
  const computedFields = site.switches.computedFilterFields[entity.name] ?? [];
  const isMatch = compileFilter({ entity, computedFields }, options.filter);
  const stamps = modifiedFields(entity);
  const { fromMs, toMs } = changeWindow(options.filter, stamps);
  const isWindowed = fromMs !== Number.NEGATIVE_INFINITY || toMs !== Number.POSITIVE_INFINITY;
  const candidates = isWindowed ? table.changedBetween(fromMs, toMs) : [...table.all()];
  return candidates.filter(isMatch);
}

/** Somebody else keeps working while pages are read. */
function touchSome({ site, tenant, entity }: ListRequest, rows: Row[]): void {
  const table = tableOf(tenant, entity.name);
  for (const row of rows.slice(0, site.switches.touchAfterList)) {
    table.save(row, site.clock.now());
    site.journal.effect("record touched", { entity: entity.name, key: table.keyOf(row), by: "touchAfterList" });
  }
}

/** One page of a list: filtered, in no promised order, skip before top. */
export function listRows(request: ListRequest): Row[] {
  if (isSilentlyEmpty(request)) return [];
  const { skip, top } = request.options;
  const { pageCap } = request.site.switches;
  const size = Math.min(top ?? Number.POSITIVE_INFINITY, pageCap || Number.POSITIVE_INFINITY);
  const page = ordered(request, findRows(request)).slice(skip, skip + size);
  if (request.site.switches.touchAfterList > 0) touchSome(request, page);
  return page;
}
