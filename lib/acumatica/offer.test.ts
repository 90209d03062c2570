import { describe, expect, it } from "vitest";
import { checkEndpoint, listEndpoints } from "./offer";
import { openTestSession, startFakeInstance } from "./testing/fake-instance";

const endpoints = [
  { name: "Default", version: "20.200.001", href: "x" },
  { name: "Default", version: "24.200.001", href: "x" },
  { name: "eCommerce", version: "25.200.001" },
  { broken: true },
];

describe("listEndpoints", () => {
  it.each([
    [
      "an object with the build",
      { version: { acumaticaBuildVersion: "26.101.0225", databaseVersion: "26.101.0225" }, endpoints },
      "26.101.0225",
    ],
    ["the bare array of older builds", endpoints, undefined],
    ["an object without a build", { endpoints }, undefined],
  ])("reads %s", async (_title, body, build) => {
    await using instance = await startFakeInstance(() => ({ body }));
    const offer = await listEndpoints(openTestSession(instance));
    expect(instance.seen[0]?.path).toBe("/Acme/entity");
    expect(offer.endpoints).toEqual([
      { name: "Default", version: "20.200.001" },
      { name: "Default", version: "24.200.001" },
      { name: "eCommerce", version: "25.200.001" },
    ]);
    expect(offer.build).toBe(build);
  });

  it("says that a page is not an offer", async () => {
    await using instance = await startFakeInstance(() => ({ body: "<html></html>" }));
    await expect(listEndpoints(openTestSession(instance))).rejects.toMatchObject({ code: "unexpected" });
  });
});

describe("checkEndpoint", () => {
  const offer = {
    endpoints: [
      { name: "Default", version: "9.200.001" },
      { name: "eCommerce", version: "25.200.001" },
      { name: "Default", version: "24.200.001" },
    ],
  };
  it("finds the store's endpoint whatever its case", () => {
    expect(checkEndpoint(offer, { name: "default", version: "24.200.001" })).toEqual({
      offered: true,
      name: "Default",
      version: "24.200.001",
    });
  });
  it("offers the same name first, newest first, when it is missing", () => {
    expect(checkEndpoint(offer, { name: "Default", version: "25.200.001" })).toEqual({
      offered: false,
      alternatives: [
        { name: "Default", version: "24.200.001" },
        { name: "Default", version: "9.200.001" },
        { name: "eCommerce", version: "25.200.001" },
      ],
    });
  });
});
