import { ENTITY_KINDS, stampMs } from "./entity-kinds";
import { type Fields, recordListSchema, recordSchema, text } from "./envelope";
import { AcumaticaError } from "./errors";
import { getRecord } from "./get-record";
import type { ListFilter } from "./list-page";
import { allOf, stampRange, textLiteral } from "./odata";
import { failedWith, notApplicable, passed, type StageOutcome } from "./proof-stages";
import { readJson } from "./read-json";
import type { AcumaticaSession } from "./session";

type Readable = { kind: "SalesOrder" | "Shipment"; filter: Pick<ListFilter, "orderType"> } | { kind: "StockItem" };

/** May the role read these records, and can the instance list them the way the import will? */
export async function readsRecords(session: AcumaticaSession, what: Readable): Promise<StageOutcome> {
  if (what.kind === "StockItem") {
    const rows = await list(session, { entity: "StockItem", subject: "Stock Items", query: { $select: "InventoryID", $top: "1" } });
    return passed(rows.length > 0 ? "Stock Items can be read." : "Stock Items can be read; there is none yet.");
  }
  const kind = ENTITY_KINDS[what.kind];
  const $select = [...kind.keyFields, "Status", kind.stampField].join(",");
  const type = what.filter.orderType;
  const terms = type ? [`OrderType eq ${textLiteral(type)}`] : [];
  const sample = (
    await list(session, { entity: kind.kind, subject: kind.subject, query: { $filter: allOf(terms), $select, $top: "1" } })
  )[0];
  if (sample === undefined) {
    return passed(
      `${kind.subject} can be read; there is none${type ? ` of type ${type}` : ""} yet, or restriction groups and branch access hide them.`,
    );
  }
  const stamp = stampMs(kind, sample);
  if (stamp === null) return passed(`${kind.subject} can be read.`);
  const range = stampRange(kind.stampField, { from: new Date(stamp - 1000), until: null });
  const again = await list(session, {
    entity: kind.kind,
    subject: kind.subject,
    query: { $filter: allOf([...terms, ...range]), $select, $top: "1" },
  });
  if (again.length > 0) return passed(`${kind.subject} can be read, and searched by the time of change.`);
  const error = new AcumaticaError({
    code: "unexpected",
    message: "a list filtered by the stamp of an existing record came back empty",
    userMessage: `${kind.subject} can be read, but this instance finds none of them by the time of change, which the import needs.`,
    owner: "merchant_erp_admin",
    nextStep: `Web Service Endpoints (SM207060): is ${kind.stampField} of ${kind.kind} still mapped to the document's own field?`,
  });
  return failedWith(error);
}

interface ListCall {
  entity: string;
  subject: string;
  query: Record<string, string | undefined>;
}

async function list(session: AcumaticaSession, { entity, subject, query }: ListCall): Promise<Fields[]> {
  const context = { label: `acumatica.${entity.toLowerCase()}.probe`, isWrite: false };
  const response = await session.request({ method: "GET", path: entity, query, label: context.label, subject });
  return readJson(response, recordListSchema, context);
}

/** What the endpoint's contract says about Shipments (`$adHocSchema`): read once for two lines. Nothing is written, so the right to write itself is not proved. */
export function createSchemaChecks(session: () => AcumaticaSession) {
  let schema: Promise<Fields> | null = null;
  const read = () => {
    schema ??= readSchema(session());
    return schema;
  };
  return {
    async writeShipment(): Promise<StageOutcome> {
      const found = await read().catch(error => {
        if (error instanceof AcumaticaError && (error.code === "unknown_endpoint" || error.status === 500)) return null;
        throw error;
      });
      if (found === null)
        return notApplicable("This instance does not describe its Shipment form, so this is known with the first Shipment.");
      const missing = ["Details", "Packages", "TrackingNbr", "ShippedQty", "OrderLineNbr"].filter(name => !mentions(found, name));
      if (missing.length === 0)
        return passed("The endpoint takes Shipments with lines, packages and tracking numbers. Nothing was written.");
      return failedWith(lacks("Shipment", missing));
    },
    async packageContents(): Promise<StageOutcome> {
      const found = await read().catch(() => null);
      if (found === null) return notApplicable("This instance does not describe its Shipment form, so this is known with the first box.");
      if (mentions(found, "PackageContents")) return passed("The endpoint takes package contents.");
      const error = lacks("Shipment → Packages", ["PackageContents"]);
      return {
        ...failedWith(error),
        nextStep: "Turn off Include package contents, or extend the endpoint in Web Service Endpoints (SM207060).",
      };
    },
  };
}

async function readSchema(session: AcumaticaSession): Promise<Fields> {
  const label = "acumatica.shipment.schema";
  const response = await session.request({ method: "GET", path: "Shipment/$adHocSchema", label, subject: "Shipments" });
  return readJson(response, recordSchema, { label, isWrite: false });
}

/** True when a name appears as a key anywhere in the description. */
function mentions(value: unknown, name: string, depth = 0): boolean {
  if (typeof value !== "object" || value === null || depth > 6) return false;
  if (!Array.isArray(value) && name in value) return true;
  return Object.values(value).some(child => mentions(child, name, depth + 1));
}

function lacks(where: string, fields: string[]): AcumaticaError {
  return new AcumaticaError({
    code: "unknown_endpoint",
    message: `endpoint without ${fields.join(", ")}`,
    userMessage: `The endpoint's ${where} has no ${fields.join(", ")}.`,
    nextStep: "Use the Default endpoint, or add what is missing in Web Service Endpoints (SM207060).",
  });
}

/** Does the Default Warehouse ID exist and is it active? A role that may not read Warehouses is no failure: shipping does not need it. */
export async function checkWarehouse(session: AcumaticaSession, warehouseId: string): Promise<StageOutcome> {
  try {
    const { record } = await getRecord({
      session,
      entity: "Warehouse",
      keys: [["WarehouseID", warehouseId]],
      expand: [],
      label: "acumatica.warehouse.get",
      subject: "Warehouses",
    });
    if (text(record, "Active")?.toLowerCase() !== "false") return passed(`Warehouse ${text(record, "WarehouseID") ?? warehouseId} exists.`);
    return failedWith(unknownWarehouse(`Warehouse ${warehouseId} is not active in Acumatica.`));
  } catch (error) {
    if (error instanceof AcumaticaError && error.code === "forbidden_screen") {
      return notApplicable("The role may not read Warehouses, so the id could not be checked. Shipping does not need that right.");
    }
    if (!(error instanceof AcumaticaError) || error.code !== "not_found") throw error;
    return failedWith(unknownWarehouse(`There is no warehouse ${warehouseId} in Acumatica. ${await knownWarehouses(session)}`.trim()));
  }
}

function unknownWarehouse(userMessage: string): AcumaticaError {
  return new AcumaticaError({
    code: "not_found",
    message: "default warehouse id",
    userMessage,
    owner: "operator",
    nextStep: "Correct the Default Warehouse ID of the store; the ids are on Warehouses (IN204000).",
    field: "defaultWarehouseId",
  });
}

async function knownWarehouses(session: AcumaticaSession): Promise<string> {
  const rows = await list(session, { entity: "Warehouse", subject: "Warehouses", query: { $select: "WarehouseID", $top: "12" } }).catch(
    () => [],
  );
  const ids = rows.flatMap(row => text(row, "WarehouseID") ?? []);
  return ids.length === 0 ? "" : `It has ${ids.join(", ")}.`;
}
