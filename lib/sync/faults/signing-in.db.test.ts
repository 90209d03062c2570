import { fork } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { armFailpoints } from "@/lib/core/failpoints";
import { createWorld, type World } from "../testing/world";

/** Faults 4–6: tokens and passwords. Accounts lock, seats are few, and a lost pair must not strand a store. */
let world: World;
afterEach(async () => {
  armFailpoints("");
  await world?.close();
});

const tokens = (grant: string) =>
  world.acumatica.journal
    .entries({ kind: "call" })
    .filter(call => String(call.path).endsWith("/connect/token") && JSON.stringify(call).includes(grant));
const child = (args: string[]) =>
  fork("lib/sync/testing/loop-child.ts", args, { execArgv: ["--import", "tsx"], env: { ...process.env, ...world.childEnv }, silent: true });

describe("signing in", () => {
  it("fault 4: a token that expires in four processes at once is refreshed exactly once", async () => {
    world = await createWorld();
    const { orders } = world.acumatica.control.seed({ orders: 1 });
    await world.sync();
    const before = world.acumatica.journal.lastSeq();
    world.acumatica.control.expireAccessTokens();
    const children = Array.from({ length: 4 }, () => child(["ask-acumatica", world.ids.store, world.scope.workspaceId, orders[0] ?? ""]));
    const codes = await Promise.all(children.map(async process => (await once(process, "exit"))[0]));
    expect(codes).toEqual([0, 0, 0, 0]);
    const refreshes = world.acumatica.journal
      .entries({ since: before, kind: "effect" })
      .filter(entry => /token (issued|refreshed)/.test(entry.name));
    expect(refreshes).toHaveLength(1);
  });

  it("fault 5: killed between the refresh answer and saving the new pair: one password grant, then on", async () => {
    world = await createWorld();
    const { orders } = world.acumatica.control.seed({ orders: 1 });
    await world.sync();
    world.acumatica.control.expireAccessTokens();
    const before = world.acumatica.journal.lastSeq();
    armFailpoints("acumatica.token.refresh.after:throw");
    await world.sync();
    await world.passTime();
    const later = world.acumatica.control.seed({ orders: 1 });
    await world.sync();
    expect(
      world.shipstation.control
        .orders()
        .map(order => order.orderKey)
        .sort(),
    ).toEqual([...orders, ...later.orders].sort());
    expect(world.acumatica.journal.entries({ since: before, kind: "effect", name: "login attempt" })).toHaveLength(1);
  });

  it("fault 6: a refused password is tried once, by anybody, and the account is not locked", async () => {
    world = await createWorld();
    world.acumatica.control.seed({ orders: 1 });
    world.acumatica.control.changeUser({ password: "changed-yesterday" });
    await world.sync(3);
    await world.passTime();
    await world.sync(2);
    expect(tokens("password")).toHaveLength(1);
    expect((await world.problems()).map(problem => problem.code)).toEqual(["user_refused"]);
    expect(world.acumatica.journal.count({ kind: "effect", name: "user locked" })).toBe(0);
  });
});
