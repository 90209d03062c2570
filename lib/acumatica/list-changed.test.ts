import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ChangedSlice, type ListChangedOptions, listChanged } from "./list-changed";
import { listOpenKeys } from "./list-open-keys";
import { openTestSession, type Reply, type SeenRequest, startFakeInstance } from "./testing/fake-instance";
import { answerFrom, type FakeOrder } from "./testing/fake-table";

const T0 = Date.parse("2026-11-20T08:00:00Z");
const tableOf = (orders: FakeOrder[]) => new Map(orders.map(order => [order.number, order]));
const many = (count: number, stamp: (index: number) => number) =>
  tableOf(Array.from({ length: count }, (_one, index) => ({ number: `SO${String(index).padStart(6, "0")}`, stampMs: stamp(index) })));

async function read(answer: (request: SeenRequest) => Reply | Promise<Reply>, options: Partial<ListChangedOptions> = {}) {
  await using instance = await startFakeInstance(answer);
  const slices: ChangedSlice[] = [];
  for await (const slice of listChanged({ session: openTestSession(instance), kind: "SalesOrder", since: null, ...options }))
    slices.push(slice);
  return { slices, seen: instance.seen, numbers: slices.flatMap(slice => slice.orders.map(order => order.number)) };
}
const optimizer: Reply = {
  status: 500,
  body: {
    exceptionMessage: "Optimization cannot be performed.The following fields cause the error:\r\nX: View Y has BQL delegate",
    exceptionType: "PX.CannotOptimizeException",
  },
};

describe("listChanged", () => {
  it("asks once, with no upper end, when nothing has changed", async () => {
    const { slices, seen } = await read(answerFrom(new Map()), { since: new Date(T0), filter: { orderType: "SO" } });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.query.get("$filter")).toBe("OrderType eq 'SO' and LastModified ge datetimeoffset'2026-11-20T08:00:00.000+00:00'");
    expect(slices).toMatchObject([{ orders: [], failures: [], from: new Date(T0) }]);
    expect(slices[0]?.until).toEqual(slices[0]?.serverTime);
  });

  it("asks for what becomes an order and little else, every status unless only open ones are wanted", async () => {
    const every = await read(answerFrom(new Map()));
    expect(every.seen[0]?.query.get("$filter")).toBeNull();
    expect(every.seen[0]?.query.get("$expand")).toBe("Details,ShipToAddress,ShipToContact");
    expect(every.seen[0]?.query.get("$select")).toContain("Details/OpenQty");
    const open = await read(answerFrom(new Map()), { filter: { onlyOpen: true, orderType: "O'Neil" } });
    expect(open.seen[0]?.query.get("$filter")).toBe("OrderType eq 'O''Neil' and Status eq 'Open'");
  });

  it("misses no order and doubles none within a slice while orders are made and changed between its calls", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        async (count, cap, seed) => {
          let state = seed;
          const random = () => {
            state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
            return state / 2_147_483_648;
          };
          const table = many(count, index => T0 + (index % 3 === 0 ? 0 : Math.floor(random() * 10_000)));
          const answer = answerFrom(table, rows => rows.sort(() => random() - 0.5));
          let nowMs = T0 + 3_600_000;
          let changes = 15;
          await using instance = await startFakeInstance(request => {
            nowMs += 1_000;
            if (changes > 0) {
              changes -= 1;
              const number = random() < 0.3 ? `NEW${changes}` : ([...table.keys()][Math.floor(random() * table.size)] ?? "X");
              table.set(number, { number, stampMs: nowMs });
            }
            return { ...answer(request), headers: { date: new Date(nowMs).toUTCString() } };
          });
          const session = openTestSession(instance);
          const poll = async (since: Date | null) => {
            const slices: ChangedSlice[] = [];
            for await (const slice of listChanged({ session, kind: "SalesOrder", since, cap })) slices.push(slice);
            return slices;
          };
          const first = await poll(null);
          changes = 0;
          const slices = [...first, ...(await poll(first.at(-1)?.until ?? null))];
          const last = new Map(slices.flatMap(slice => slice.orders.map(order => [order.number, Date.parse(order.modifiedAt)])));
          expect(last).toEqual(new Map([...table.values()].map(order => [order.number, order.stampMs])));
          for (const slice of slices) expect(new Set(slice.orders.map(order => order.number)).size).toBe(slice.orders.length);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("reads 700 orders of one instant, though a slice holds 100", async () => {
    const { numbers, seen } = await read(answerFrom(many(700, () => T0 + 357)), { cap: 100 });
    expect(new Set(numbers).size).toBe(700);
    expect(numbers).toHaveLength(700);
    expect(seen.length).toBeLessThanOrEqual(16);
  });

  it("never gives a cursor that is ahead of Acumatica's own clock", async () => {
    const ahead = Date.now() + 3_600_000;
    const { slices } = await read(answerFrom(many(30, index => ahead + index * 1000)), { cap: 10 });
    expect(slices.length).toBeGreaterThan(2);
    for (const slice of slices) expect(slice.until.getTime()).toBeLessThanOrEqual(slice.serverTime.getTime());
  });

  it("goes on with a plain list and reads by key when the instance can't optimise lists with lines, and says so once", async () => {
    const table = many(120, index => T0 + index);
    const answer = answerFrom(table);
    const modes: string[] = [];
    const { numbers, seen } = await read(
      request => (request.query.get("$expand")?.includes("Details") && !/\/SO\//.test(request.path) ? optimizer : answer(request)),
      {
        onListMode: mode => modes.push(mode),
      },
    );
    expect(modes).toEqual(["plain"]);
    expect(numbers).toEqual([...table.keys()]);
    expect(seen.filter(request => /\/SalesOrder$/.test(request.path) && request.query.get("$expand"))).toHaveLength(1);
  });

  it("does not try a list with lines on an instance that is known to refuse it", async () => {
    const { seen, numbers } = await read(answerFrom(many(3, index => T0 + index)), { listMode: "plain" });
    expect(seen.map(request => request.query.get("$expand"))).toEqual([
      null,
      null,
      "Details,ShipToAddress,ShipToContact",
      "Details,ShipToAddress,ShipToContact",
      "Details,ShipToAddress,ShipToContact",
    ]);
    expect(numbers).toHaveLength(3);
  });

  it("reads by key what a list left without its lines, and passes over what is gone by then", async () => {
    const table = many(3, index => T0 + index);
    const answer = answerFrom(table);
    const { numbers } = await read(request => {
      if (!/\/SalesOrder$/.test(request.path)) return answer(request);
      request.query.delete("$expand");
      const reply = answer(request);
      table.delete("SO000001");
      return reply;
    });
    expect(numbers).toEqual(["SO000000", "SO000002"]);
  });

  it("goes on without $select where the endpoint lacks a field", async () => {
    const answer = answerFrom(many(2, index => T0 + index));
    const { numbers } = await read(request =>
      request.query.get("$select")
        ? {
            status: 500,
            body: {
              exceptionMessage: "The given key was not present in the dictionary.",
              exceptionType: "System.Collections.Generic.KeyNotFoundException",
            },
          }
        : answer(request),
    );
    expect(numbers).toHaveLength(2);
  });

  it("sets one unreadable record aside and brings the others", async () => {
    const table = many(3, index => T0 + index);
    table.set("SO000001", { number: "SO000001", stampMs: T0 + 1, record: { Details: [{ InventoryID: { value: "A" } }] } });
    const { slices, numbers } = await read(answerFrom(table));
    expect(numbers).toEqual(["SO000000", "SO000002"]);
    expect(slices[0]?.failures).toMatchObject([
      { key: "SO/SO000001", raw: { OrderNbr: { value: "SO000001" } }, message: expect.stringContaining("LineNbr") },
    ]);
  });

  it("sets a record aside that Acumatica itself can't give", async () => {
    const answer = answerFrom(many(3, index => T0 + index));
    const { slices, numbers } = await read(
      request =>
        request.path.endsWith("/SO000001")
          ? { status: 500, body: { exceptionMessage: "Object reference not set", exceptionType: "System.NullReferenceException" } }
          : answer(request),
      { listMode: "plain" },
    );
    expect(numbers).toEqual(["SO000000", "SO000002"]);
    expect(slices[0]?.failures.map(failure => failure.key)).toEqual(["SO/SO000001"]);
  });

  it.each<[string, Reply, string]>([
    ["HTML", { body: "<!DOCTYPE html><html><body>Sign in</body></html>", headers: { "content-type": "text/html" } }, "unexpected"],
    ["cut JSON", { body: '[{"OrderNbr":{"value":"SO1"}' }, "unexpected"],
    ["an object instead of a list", { body: { message: "ok" } }, "unexpected"],
    ["a broken gzip", { body: "not gzip", headers: { "content-encoding": "gzip" } }, "unreachable|unexpected"],
    ["429", { status: 429, body: "" }, "throttled"],
    ["a full licence", { status: 302, headers: { location: "/Frames/Error.aspx?message=API+Login+Limit" } }, "seat_limit"],
  ])("ends with an error worth a retry, without a slice, when the answer is %s", async (_title, reply, code) => {
    const error = await read(() => reply).catch(thrown => thrown);
    expect(error.code).toMatch(new RegExp(`^(${code})$`));
    expect(error.retry.kind).toBe("after");
  });

  it("gives the slices before a failure, and then the failure: what was read stands", async () => {
    const answer = answerFrom(many(40, index => T0 + index * 1000));
    await using instance = await startFakeInstance(request => (instance.seen.length > 4 ? { status: 503, body: "" } : answer(request)));
    const slices: ChangedSlice[] = [];
    const run = async () => {
      for await (const slice of listChanged({ session: openTestSession(instance), kind: "SalesOrder", since: null, cap: 10 }))
        slices.push(slice);
    };
    await expect(run()).rejects.toMatchObject({ code: "unexpected" });
    expect(slices.length).toBeGreaterThan(0);
  });

  it("drops rows that an instance gives against the filter, without taking a full answer of them for the end", async () => {
    const table = many(60, index => T0 + index * 1000);
    const answer = answerFrom(table);
    const wrong = new Set([...table.keys()].slice(0, 30));
    const { numbers } = await read(
      request => {
        const reply = answer(request);
        const rows = reply.body as { OrderNbr: { value: string }; OrderType: { value: string } }[];
        for (const row of rows) if (wrong.has(row.OrderNbr.value)) row.OrderType.value = "QT";
        return reply;
      },
      { cap: 10, filter: { orderType: "SO" } },
    );
    expect(numbers).toEqual([...table.keys()].slice(30));
  });
});

describe("listOpenKeys", () => {
  it("lists the keys of what is open, each once, with small rows", async () => {
    const table = many(250, index => T0 + Math.floor(index / 50));
    table.set("SO000003", { number: "SO000003", stampMs: T0, status: "On Hold" });
    await using instance = await startFakeInstance(answerFrom(table));
    const { records } = await listOpenKeys({
      session: openTestSession(instance),
      kind: "SalesOrder",
      filter: { orderType: "SO" },
      cap: 40,
    });
    expect(records.map(record => record.key).sort()).toEqual([...table.keys()].filter(key => key !== "SO000003").map(key => `SO/${key}`));
    expect(
      instance.seen.every(
        request => request.query.get("$select") === "OrderType,OrderNbr,Status,LastModified" && !request.query.has("$expand"),
      ),
    ).toBe(true);
  });
});
