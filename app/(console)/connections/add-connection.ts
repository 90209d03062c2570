import { readInstanceUrl } from "@/components/connections/live-checks";
import type { NewConnectionValues } from "@/components/connections/new-connection-values";
import type { Connection } from "@/lib/api/schemas/connection";
import { ForbiddenError } from "@/lib/auth/authorise";
import type { Permission } from "@/lib/auth/permissions";
import { createConnection } from "@/lib/connections/create-connection";
import { createMerchant } from "@/lib/connections/create-merchant";
import { createStore } from "@/lib/connections/create-store";
import { createWarehouse } from "@/lib/connections/create-warehouse";
import type { Runtime } from "@/lib/connections/runtime";
import { AppError, NotFoundError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import type { Scope } from "@/lib/db/scope";

interface Request {
  values: NewConnectionValues;
  runtime: Runtime;
  may(permission: Permission): boolean;
}

/**
 * The form's values through the verbs, one after the other: merchant, warehouse, store, connection, switched off. A refusal names the field of the form.
 * What was made before it stays, and is offered as existing when the form is sent again. What the caller may not make is refused before anything is made.
 */
export async function addConnection(scope: Scope, request: Request): Promise<Connection> {
  await assertMayMake(request);
  const warehouseId = request.values.warehouseId || (await atField(() => addWarehouse(scope, request), "warehouseName"));
  const storeId = request.values.storeId || (await atField(() => addStore(scope, request), "storeName"));
  const input = { name: request.values.name, storeId, warehouseId };
  return atField(() => createConnection(scope, { input }), "name");
}

/** The form makes up to four things; the right to connect is not the right to make the others. Throws ForbiddenError, NotFoundError at the field. */
async function assertMayMake({ values, may }: Request): Promise<void> {
  const needs = async (field: keyof NewConnectionValues, given: { id: string; permission: Permission; noun: string }) =>
    atField(async () => {
      if (given.id && !isId(given.id)) throw new NotFoundError(given.noun);
      if (!given.id && !may(given.permission)) throw new ForbiddenError(`Your role does not include making a new ${given.noun}.`);
    }, field);
  await needs("warehouseName", { id: values.warehouseId, permission: "warehouses:write", noun: "warehouse" });
  await needs("storeName", { id: values.storeId, permission: "stores:write", noun: "store" });
  if (!values.storeId) await needs("merchantName", { id: values.merchantId, permission: "merchants:write", noun: "merchant" });
}

async function addWarehouse(scope: Scope, { values, runtime }: Request): Promise<string> {
  const { warehouseName, apiKey, apiSecret, baseUrl } = values;
  const credentials = { apiKey, apiSecret, ...(baseUrl ? { baseUrl } : {}) };
  const warehouse = await createWarehouse(scope, { input: { name: warehouseName, platform: "shipstation", credentials }, runtime });
  return warehouse.id;
}

async function addStore(scope: Scope, { values, runtime }: Request): Promise<string> {
  const merchantId = values.merchantId || (await atField(() => addMerchant(scope, values.merchantName), "merchantName"));
  const { clientId, clientSecret, username, password, tenant } = values;
  const instanceUrl = /^https?:\/\//i.test(values.instanceUrl)
    ? values.instanceUrl
    : (readInstanceUrl(values.instanceUrl)?.base ?? values.instanceUrl);
  const pasted = readInstanceUrl(values.instanceUrl)?.tenant ?? undefined;
  const store = await createStore(scope, {
    input: {
      name: values.storeName,
      merchantId,
      platform: "acumatica",
      credentials: { grant: "password", instanceUrl, clientId, clientSecret, username, password, tenant: tenant || pasted },
      settings: settingsOf(values),
    },
    runtime,
  });
  return store.id;
}

async function addMerchant(scope: Scope, name: string): Promise<string> {
  return (await createMerchant(scope, { input: { name } })).id;
}

function settingsOf(values: NewConnectionValues) {
  const { endpointName, endpointVersion, orderType, defaultWarehouseId, scope, timeZone } = values;
  const { importViaShipments, includePackageContents, confirmShipments } = values;
  const { shipmentLookbackDays, throttleLimit, throttleSeconds, concurrentConnections, concurrentBatches } = values;
  return {
    endpointName,
    endpointVersion,
    orderType,
    defaultWarehouseId,
    scope,
    timeZone,
    importViaShipments,
    includePackageContents,
    confirmShipments,
    shipmentLookbackDays,
    throttleLimit,
    throttleSeconds,
    concurrentConnections,
    concurrentBatches,
  };
}

/** The verbs speak of `credentials.apiKey` and `settings.scope`; the form's fields are the last word. Without one the refusal stands at `fallback`. */
async function atField<T>(work: () => Promise<T>, fallback: keyof NewConnectionValues): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const field = error.field?.split(".").at(-1) ?? fallback;
    throw new AppError({
      code: error.code,
      message: error.message,
      userMessage: error.userMessage,
      owner: error.owner,
      nextStep: error.nextStep,
      field: field === "name" ? fallback : field,
      cause: error,
    });
  }
}
