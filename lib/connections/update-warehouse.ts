import type { UpdateWarehouseInput, Warehouse } from "@/lib/api/schemas/warehouse";
import { NotFoundError } from "@/lib/core/errors";
import { openCredentials, writeCredentials } from "@/lib/db/credentials";
import { addAudit } from "@/lib/db/events";
import type { Scope } from "@/lib/db/scope";
import { inWorkspace } from "@/lib/db/tx";
import { getWarehouseConfig } from "@/lib/db/warehouses";
import { closeSignInProblems } from "./close-sign-in-problems";
import { budgetKeyOf, checkWarehouseCredentials } from "./create-warehouse";
import type { Runtime } from "./runtime";
import { showWarehouse } from "./show-warehouse";

/** Changes what is given. A new key lets what the old one stopped try again. Throws NotFoundError, InvalidInputError naming the field. */
export async function updateWarehouse(
  scope: Scope,
  params: { id: string; input: UpdateWarehouseInput; runtime: Runtime },
): Promise<Warehouse> {
  const { id, input, runtime } = params;
  const { workspaceId } = scope;
  const config = await getWarehouseConfig(scope, { id });
  const stored = await openCredentials(scope, { ownerKind: "warehouse", ownerId: id, vault: runtime.vault });
  const apiKey = input.credentials?.apiKey ?? stored.apiKey?.reveal() ?? "";
  const apiSecret = input.credentials?.apiSecret ?? stored.apiSecret?.reveal() ?? "";
  const baseUrl = input.credentials?.baseUrl ?? config.baseUrl;
  const values = { apiKey, apiSecret, ...(baseUrl ? { baseUrl } : {}) };
  if (input.credentials) checkWarehouseCredentials({ platform: config.platform, values, policy: runtime.policy });
  await inWorkspace(scope, async tx => {
    const settings = { ...(config.settings as object), budgetKey: budgetKeyOf(config.platform, apiKey), ...(baseUrl ? { baseUrl } : {}) };
    const { count } = await tx.warehouse.updateMany({
      where: { workspaceId, id },
      data: { ...(input.name ? { name: input.name } : {}), settings },
    });
    if (count === 0) throw new NotFoundError("warehouse");
    if (input.credentials) {
      await writeCredentials(tx, { workspaceId, ownerKind: "warehouse", ownerId: id, values: { apiKey, apiSecret }, vault: runtime.vault });
      await tx.warehouse.updateMany({
        where: { workspaceId, id },
        data: { signInRefusedAt: null, lastProofAt: null, webhooksRegisteredAt: null },
      });
      await closeSignInProblems(tx, { workspaceId, warehouseId: id });
    }
    const names = [...(input.name ? ["name"] : []), ...Object.keys(input.credentials ?? {})];
    await addAudit(tx, scope, {
      kind: "warehouse.changed",
      text: `Changed a warehouse: ${names.join(", ") || "nothing"}.`,
      warehouseId: id,
    });
  });
  return showWarehouse(scope, { id, runtime });
}
