import type { VerifyResult } from "../contract";
import { WarehouseError } from "../warehouse-error";
import type { ShipStationClient } from "./client";
import { storesSchema } from "./records";

/** Which field to look at for a failure. */
const FIELDS: Partial<Record<WarehouseError["code"], string>> = {
  key_refused: "apiKey",
  forbidden: "apiKey",
  unreachable: "baseUrl",
  unexpected: "baseUrl",
};

/**
 * One harmless read with these credentials (GET /stores). V1 does not tell an account's name, so the company or the store names stand for it.
 * @throws BudgetError when the shared limit makes it wait too long.
 */
export async function verify(client: ShipStationClient): Promise<VerifyResult> {
  try {
    const { data } = await client.call({ label: "stores.list", path: "/stores", schema: storesSchema });
    const active = data.filter(store => store.active !== false);
    const company = active.map(store => store.companyName?.trim()).find(Boolean);
    const names = active.flatMap(store => store.storeName?.trim() || []);
    const rest = names.length > 2 ? ` and ${names.length - 2} more` : "";
    return {
      status: "connected",
      accountName: company ?? (names.length > 0 ? `${names.slice(0, 2).join(", ")}${rest}` : "ShipStation account"),
    };
  } catch (error) {
    if (!(error instanceof WarehouseError)) throw error;
    const field = error.field ?? FIELDS[error.code];
    return { status: "refused", code: error.code, message: error.userMessage, ...(field ? { field } : {}) };
  }
}
