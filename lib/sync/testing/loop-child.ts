import { getSalesOrder } from "@/lib/acumatica/sales-orders";
import { openStore } from "@/lib/connections/open-store";
import { armFailpoints } from "@/lib/core/failpoints";
import { createDb } from "@/lib/db/client";
import { systemScope } from "@/lib/db/scope";
import { runChannel } from "../run-channel";
import { findDue } from "../tick";
import { createTestRuntime } from "./test-runtime";

/** A second process for tests: `work` runs every due channel once, `ask-acumatica <store> <workspace> <order>` makes one call. Told its world by environment. */
const [command, storeId = "", workspaceId = "", orderNbr = ""] = process.argv.slice(2);
const db = createDb({ url: process.env.DATABASE_URL ?? "", poolMax: 4 });
const runtime = await createTestRuntime({ db, allow: process.env.OUTBOUND_ALLOW ?? "" });
armFailpoints(process.env.FAILPOINTS ?? "");

if (command === "work") {
  for (let due = await findDue(runtime); due.length > 0; due = await findDue(runtime)) {
    for (const job of due) await runChannel(runtime, job);
  }
}
if (command === "ask-acumatica") {
  const session = await openStore(systemScope(db, workspaceId), { storeId, runtime });
  await getSalesOrder({ session, orderType: "SO", orderNbr });
}
await runtime.exchanges.flush();
await db.$disconnect();
