import { expect, test } from "@playwright/test";
import { signIn } from "./support/account";
import { acumatica, shipstation } from "./support/vendors";

/** What a new user does on the first day: account, sandbox in one click, ship, and read the whole story on the order's page. */
test("from a fresh installation to tracking in Acumatica", async ({ page }) => {
  test.setTimeout(180_000);
  const { orders } = await acumatica.seed({ orders: 200, lines: 3 });
  const number = orders[7] ?? "";

  await test.step("first account, then the empty state", async () => {
    await signIn(page);
    await expect(page.getByRole("heading", { name: "No connections yet" })).toBeVisible();
  });

  await test.step("Try with the sandbox makes a working connection in one click", async () => {
    await page.getByRole("button", { name: "Try with the sandbox" }).click();
    await page.waitForURL(/\/connections\/[0-9a-f-]{36}/);
    await expect(page.getByText("Connected").first()).toBeVisible();
  });

  await test.step("200 open orders travel to the warehouse", async () => {
    await expect
      .poll(
        async () => {
          await page.goto(`/orders?q=${number}`);
          // Not there yet: look again instead of waiting on a page that was read too early.
          return page
            .getByRole("row", { name: new RegExp(number) })
            .textContent({ timeout: 1_000 })
            .catch(() => "");
        },
        { timeout: 90_000 },
      )
      .toContain("At warehouse");
  });

  await test.step("what the warehouse ships comes back: tracking, box, confirmed Shipment", async () => {
    const { shipments } = await shipstation.ship({ orderKey: number });
    await page.goto("/connections");
    await page
      .getByRole("link", { name: /→|Sandbox/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Run now" }).first().click();
    await expect.poll(async () => (await acumatica.shipmentsOf(number))[0]?.Status, { timeout: 60_000 }).toBe("Confirmed");
    const [written] = await acumatica.shipmentsOf(number);
    expect(written?.Packages.map(box => box.TrackingNbr)).toEqual([shipments[0]?.trackingNumber]);
    await page.goto(`/orders?q=${number}`);
    await page.getByRole("link", { name: number }).click();
    await expect(page.getByText("Completed").first()).toBeVisible();
    await expect(page.getByText(shipments[0]?.trackingNumber ?? "").first()).toBeVisible();
    await expect(page.getByText(/Imported from Acumatica/)).toBeVisible();
    await expect(page.getByText(/Accepted as order/)).toBeVisible();
    await expect(page.getByText(/written, confirmed and read back/)).toBeVisible();
  });

  await test.step("the timeline shows what was said, without secrets", async () => {
    await page.getByText(/Accepted as order/).click();
    const sheet = page.getByRole("dialog").or(page.getByRole("complementary")).filter({ hasText: "createorders" }).first();
    await expect(sheet).toBeVisible();
    await expect(page.locator("body")).not.toContainText("sandbox-secret");
  });
});
