import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { signIn } from "./support/account";
import { acumatica, shipstation } from "./support/vendors";

/** Every screen, as somebody sees it: both themes, a desk and a phone. Nothing that axe finds, no error in the browser, nothing wider than the window. */

interface Place {
  name: string;
  path: string;
}

const PLACES: Place[] = [
  { name: "overview", path: "/" },
  { name: "connections", path: "/connections" },
  { name: "new-connection", path: "/connections/new" },
  { name: "stores", path: "/stores" },
  { name: "warehouses", path: "/warehouses" },
  { name: "orders", path: "/orders" },
  { name: "orders-nothing-found", path: "/orders?q=NOSUCHORDER" },
  { name: "problems", path: "/problems" },
  { name: "activity", path: "/activity" },
  { name: "activity-log", path: "/activity?view=log" },
  { name: "settings", path: "/settings" },
  { name: "help-api", path: "/help/api" },
  { name: "not-found", path: "/orders/none" },
];

/** Links of lists whose first row is a screen of its own. */
const DETAILS = [
  { name: "connection", list: "/connections", prefix: "/connections/" },
  { name: "store", list: "/stores", prefix: "/stores/" },
  { name: "warehouse", list: "/warehouses", prefix: "/warehouses/" },
  { name: "order", list: "/orders?view=completed", prefix: "/orders/" },
  { name: "run", list: "/activity", prefix: "/runs/" },
];

const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

let places: Place[] = [];
let signedIn: Awaited<ReturnType<BrowserContext["storageState"]>>;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  const page = await browser.newPage();
  await signIn(page);
  await haveOrders(page);
  signedIn = await page.context().storageState();
  places = [...PLACES, ...(await Promise.all(DETAILS.map(detail => findDetail(browser, detail))))];
  await page.close();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`every screen is sound: ${colorScheme}, ${size}`, async ({ browser }, info) => {
      test.setTimeout(300_000);
      const context = await browser.newContext({ colorScheme, viewport, reducedMotion: "reduce", storageState: signedIn });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("pageerror", error => errors.push(error.message));
      page.on("console", message => message.type() === "error" && !/status of 404/.test(message.text()) && errors.push(message.text()));
      for (const place of places) {
        await page.goto(place.path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await page.screenshot({ path: info.outputPath(`${place.name}.png`), fullPage: true, caret: "initial" });
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.map(violation => `${violation.id}: ${violation.nodes.map(node => node.html).join(" ")}`);
        expect.soft(found, `${place.name}, ${place.path}`).toEqual([]);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect.soft(width, `${place.name} scrolls sideways`).toBeLessThanOrEqual(viewport.width);
      }
      expect(errors).toEqual([]);
      await context.close();
    });
  }
}

test("the keyboard finds an order from anywhere", async ({ page }) => {
  await signIn(page);
  await page.goto("/help/api");
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.getByRole("combobox").fill("SO0");
  await expect(page.getByRole("option").first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}/);
});

test("a timeline row opens beside the page, arrow keys walk the rows, Escape gives the focus back", async ({ page }) => {
  await signIn(page);
  await page.goto(places.find(place => place.name === "order")?.path ?? "/orders");
  const row = page.getByRole("button", { name: /Accepted as order/ }).last();
  await row.click();
  const sheet = page.getByRole("complementary");
  await expect(sheet).toContainText("createorders");
  await page.keyboard.press("ArrowDown");
  await expect(sheet).toContainText("Imported from Acumatica");
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(row).toBeFocused();
});

test("the chosen theme arrives with the next page", async ({ page }) => {
  await signIn(page);
  await page
    .getByRole("button", { name: /theme and sign out/ })
    .first()
    .click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await page.goto("/orders");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

/** Whatever ran before: a connection, orders at the warehouse, one of them shipped and written back. */
async function haveOrders(page: Page): Promise<void> {
  const { orders } = await acumatica.seed({ orders: 12, lines: 3 });
  // The sandbox spreads the days of change up to now: the last order is the one that the next look finds for certain.
  const number = orders.at(-1) ?? "";
  await page.goto("/connections");
  const button = page.getByRole("button", { name: "Try with the sandbox" });
  if (await button.isVisible()) {
    await button.click();
    await page.waitForURL(/\/connections\/[0-9a-f-]{36}/);
  } else {
    await page
      .locator("main table")
      .getByRole("link", { name: /Sandbox/ })
      .first()
      .click();
    await page.waitForURL(/\/connections\/[0-9a-f-]{36}/);
    await runNow(page, "Orders");
  }
  await expectStatus(page, { number, status: "At warehouse" });
  await shipstation.ship({ orderKey: number });
  await runNow(page, "Shipments");
  await expectStatus(page, { number, status: "Completed" });
}

/** Leaving the page at once would take the request along. */
async function runNow(page: Page, channel: "Orders" | "Shipments"): Promise<void> {
  const answered = page.waitForResponse(response => response.request().method() === "POST" && response.url().includes("/connections/"));
  await page.getByRole("button", { name: new RegExp(`^Run now\\s+${channel}`) }).click();
  await answered;
}

async function expectStatus(page: Page, wanted: { number: string; status: string }): Promise<void> {
  const connection = page.url();
  await expect
    .poll(
      async () => {
        await page.goto(`/orders?q=${wanted.number}`);
        const row = page.getByRole("row", { name: new RegExp(wanted.number) });
        return (await row.isVisible()) ? row.textContent() : "";
      },
      { timeout: 80_000 },
    )
    .toContain(wanted.status);
  await page.goto(connection);
}

async function findDetail(browser: Browser, detail: (typeof DETAILS)[number]): Promise<Place> {
  const page = await browser.newPage({ storageState: signedIn });
  await page.goto(detail.list);
  const links = page.locator(`main table a[href^="${detail.prefix}"]`);
  await expect(links.first()).toBeVisible();
  const path = (await links.first().getAttribute("href")) ?? detail.list;
  await page.close();
  return { name: detail.name, path };
}
