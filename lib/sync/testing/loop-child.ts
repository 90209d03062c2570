import { getSalesOrder } from "@/lib/acumatica/sales-orders";
import { openStore } from "@/lib/connections/open-store";
import { openWarehouse } from "@/lib/connections/open-warehouse";
import { AppError } from "@/lib/core/errors";
import { armFailpoints } from "@/lib/core/failpoints";
import { createDb } from "@/lib/db/client";
import { systemScope } from "@/lib/db/scope";
import { runChannel } from "../run-channel";
import { findDue } from "../tick";
import { createTestRuntime } from "./test-runtime";

/**
 * A second process for tests, told its world by environment: `work` runs every due channel until none is; `work-when-told` the same after a message
 * with failpoints to arm, so that a test need not wait for its start; `ask-acumatica <store> <workspace> <order>` makes one call;
 * `press <store> <workspace> <order> <warehouse> <until>` works and asks both vendors in between, as fast as it may, until that instant.
 */
const [command, storeId = "", workspaceId = "", orderNbr = "", warehouseId = "", until = ""] = process.argv.slice(2);
const db = createDb({ url: process.env.DATABASE_URL ?? "", poolMax: 4 });
const limit = process.env.WAREHOUSE_LIMIT;
const runtime = await createTestRuntime({
  db,
  allow: process.env.OUTBOUND_ALLOW ?? "",
  ...(limit ? { warehouseLimit: JSON.parse(limit) } : {}),
});
armFailpoints(process.env.FAILPOINTS ?? "");

async function work(): Promise<void> {
  for (let due = await findDue(runtime); due.length > 0; due = await findDue(runtime)) {
    for (const job of due) await runChannel(runtime, job);
  }
}

async function workWhenTold(): Promise<void> {
  const told = new Promise<string>(resolve => process.once("message", spec => resolve(String(spec))));
  process.send?.("ready");
  armFailpoints(await told);
  process.disconnect();
  await work();
}

async function askAcumatica(): Promise<void> {
  const session = await openStore(systemScope(db, workspaceId), { storeId, runtime });
  await getSalesOrder({ session, orderType: "SO", orderNbr });
}

async function askWarehouse(): Promise<void> {
  const { session } = await openWarehouse(systemScope(db, workspaceId), { warehouseId, runtime });
  await session.verify();
}

/** A limit that is used up is what this is about; anything else is a failure. */
const orWait = (asked: Promise<void>) =>
  asked.catch(error => {
    if (!(error instanceof AppError) || error.code !== "throttled") throw error;
  });

if (command === "work") await work();
if (command === "work-when-told") await workWhenTold();
if (command === "ask-acumatica") await askAcumatica();
if (command === "press") {
  while (Date.now() < Date.parse(until)) {
    await work();
    await Promise.all([orWait(askAcumatica()), orWait(askWarehouse())]);
  }
}
await runtime.exchanges.flush();
await db.$disconnect();
