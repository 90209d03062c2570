import { expect, type Page } from "@playwright/test";

/** The one account of the run: the first test that needs it makes it, the others sign in. */
export const ACCOUNT = {
  workspace: "Northgate Fulfillment",
  name: "Dana Whitfield",
  email: "dana@northgate.example",
  password: "quiet harbor before seven",
};

/** Leaves the page signed in, as the owner of the workspace. */
export async function signIn(page: Page): Promise<void> {
  await page.goto("/");
  await page.waitForURL(/welcome|sign-in|connections|\/$/);
  if (page.url().includes("/welcome")) {
    await page.getByLabel("Workspace").fill(ACCOUNT.workspace);
    await page.getByLabel("Your name").fill(ACCOUNT.name);
    await page.getByLabel("E-mail").fill(ACCOUNT.email);
    await page.getByLabel("Password").fill(ACCOUNT.password);
    await page.getByRole("button", { name: "Create the account" }).click();
  } else if (page.url().includes("/sign-in")) {
    await page.getByLabel("E-mail").fill(ACCOUNT.email);
    await page.getByLabel("Password").fill(ACCOUNT.password);
    await page.getByRole("button", { name: /sign in/i }).click();
  }
  await expect(page.getByRole("navigation").first()).toBeVisible();
}
