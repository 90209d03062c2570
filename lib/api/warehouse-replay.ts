import { showWarehouse } from "@/lib/connections/show-warehouse";
import { isId } from "@/lib/core/ids";
import type { Replay } from "./run-operation";

/** The webhook address is a secret and is not kept beside an Idempotency-Key: the id is, and the answer is read again. */
export const warehouseReplay: Replay = {
  keep: answer => ({ id: (answer as { id: string }).id }),
  async restore({ scope, runtime }, kept) {
    const { id } = kept as { id: string };
    if (!isId(id)) throw new Error("an idempotency record lost its id");
    return showWarehouse(scope, { id, runtime });
  },
};
