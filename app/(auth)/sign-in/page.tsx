import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AccountForm } from "@/components/auth/account-form";
import { PlainPage } from "@/components/shell/plain-page";
import { getRuntime } from "@/lib/connections/create-runtime";
import { hasUsers } from "@/lib/db/users";
import { readSearch } from "../../read-search";
import { signInAction } from "../actions";

export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<{ next?: string }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const [{ db }, { next }] = await Promise.all([getRuntime(), readSearch(searchParams)]);
  if (!(await hasUsers(db))) redirect("/welcome");
  return (
    <PlainPage title="Sign in">
      <AccountForm
        action={signInAction}
        submit="Sign in"
        pending="Signing in…"
        hidden={next ? { next } : {}}
        fields={[
          { name: "email", label: "E-mail", type: "email", autoComplete: "username" },
          { name: "password", label: "Password", type: "password", autoComplete: "current-password" },
        ]}
      />
    </PlainPage>
  );
}
