import { expect, test } from "@playwright/test";
import { stackInfo } from "./support/stack-info";

test("the product answers, and says that database, migrations and queue are ready", async ({ request }) => {
  await expect(async () => {
    const ready = await request.get("/api/ready");
    expect(ready.status()).toBe(200);
  }).toPass();
});

test("every answer carries the security headers, and none says what it runs on", async ({ request }) => {
  for (const path of ["/sign-in", "/api/health", "/no-such-page"]) {
    const headers = (await request.get(path, { maxRedirects: 0 })).headers();
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["referrer-policy"], path).toBe("same-origin");
    expect(headers["cross-origin-opener-policy"], path).toBe("same-origin");
    expect(headers["x-powered-by"], path).toBeUndefined();
  }
});

test("strict transport is promised over https and not to a plain http address", async ({ request }) => {
  const overHttps = await request.get("/sign-in", { maxRedirects: 0, headers: { "x-forwarded-proto": "https" } });
  expect(overHttps.headers()["strict-transport-security"]).toContain("max-age=31536000");
  const plain = await request.get("/sign-in", { maxRedirects: 0 });
  expect(plain.headers()["strict-transport-security"]).toBeUndefined();
});

test("a stranger is led to the first page without an error in the browser", async ({ page }) => {
  const errors: string[] = [];
  page.on("pageerror", error => errors.push(error.message));
  page.on("console", message => message.type() === "error" && errors.push(message.text()));
  await page.goto("/");
  await expect(page).toHaveURL(/\/(welcome|sign-in)/);
  expect(errors).toEqual([]);
});

test("both sandboxes answer", async ({ request }) => {
  const { acumaticaUrl, shipstationUrl } = stackInfo();
  for (const url of [acumaticaUrl, shipstationUrl]) expect((await request.get(`${url}/`)).status()).toBeLessThan(500);
});
