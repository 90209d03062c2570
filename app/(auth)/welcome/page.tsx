import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AccountForm } from "@/components/auth/account-form";
import { PlainPage } from "@/components/shell/plain-page";
import { getRuntime } from "@/lib/connections/create-runtime";
import { hasUsers } from "@/lib/db/users";
import { createFirstAccountAction } from "../actions";

export const metadata: Metadata = { title: "Welcome" };

/** Only while nobody has an account: afterwards the address leads to the sign-in. */
export default async function WelcomePage() {
  const { db } = await getRuntime();
  if (await hasUsers(db)) redirect("/sign-in");
  return (
    <PlainPage
      title="Welcome to Dockbridge"
      summary="This installation is new. The first account owns its workspace; you can add people later."
    >
      <AccountForm
        action={createFirstAccountAction}
        submit="Create the account"
        pending="Creating…"
        fields={[
          {
            name: "workspaceName",
            label: "Workspace",
            type: "text",
            autoComplete: "organization",
            help: "Your company: a 3PL, or the merchant itself.",
          },
          { name: "name", label: "Your name", type: "text", autoComplete: "name" },
          { name: "email", label: "E-mail", type: "email", autoComplete: "username" },
          {
            name: "password",
            label: "Password",
            type: "password",
            autoComplete: "new-password",
            minLength: 12,
            help: "At least 12 characters. A few words make a good one.",
          },
        ]}
      />
    </PlainPage>
  );
}
