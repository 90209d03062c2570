import { describe, expect, it } from "vitest";
import { readAhead } from "./read-ahead";

const noted = () => {
  const read: number[] = [];
  let isClosed = false;
  async function* source(failAt = 0): AsyncGenerator<number, void, void> {
    try {
      for (let item = 1; item <= 5; item += 1) {
        if (item === failAt) throw new Error("broken");
        read.push(item);
        yield item;
      }
    } finally {
      isClosed = true;
    }
  }
  return { read, source, isClosed: () => isClosed };
};

describe("reading ahead", () => {
  it("hands on every item in order, with one read ahead of the one that is worked on", async () => {
    const { read, source } = noted();
    const seen: number[] = [];
    for await (const item of readAhead(source(), () => false)) {
      seen.push(item);
      await Promise.resolve();
      expect(read.length).toBeLessThanOrEqual(item + 1);
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it("reads no more once time is up, and hands on what was read", async () => {
    const { read, source, isClosed } = noted();
    const seen: number[] = [];
    for await (const item of readAhead(source(), () => read.length >= 3)) seen.push(item);
    expect(seen).toEqual([1, 2, 3]);
    expect(read).toEqual([1, 2, 3]);
    expect(isClosed()).toBe(true);
  });

  it("throws a failure after everything that was read before it", async () => {
    const seen: number[] = [];
    const read = async () => {
      for await (const item of readAhead(noted().source(3), () => false)) seen.push(item);
    };
    await expect(read()).rejects.toThrow("broken");
    expect(seen).toEqual([1, 2]);
  });

  it("closes the source when its reader leaves", async () => {
    const { source, isClosed } = noted();
    for await (const item of readAhead(source(), () => false)) if (item === 2) break;
    expect(isClosed()).toBe(true);
  });
});
