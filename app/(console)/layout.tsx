import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import { readTheme, THEME_COOKIE } from "@/components/shell/theme";
import { readNavCounts } from "@/lib/db/flow";
import { countOpenProblems } from "@/lib/db/problems";
import { signOutAction } from "../(auth)/actions";
import { guardPage } from "./guard-page";

/** The shell around every page. Pages guard themselves too: a layout is not drawn again on every way to a page. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { scope, person, zone } = await guardPage(null);
  const [counts, problems] = await Promise.all([readNavCounts(scope), countOpenProblems(scope)]);
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <Shell
      workspaceName={person?.membership.workspaceName ?? ""}
      person={{ name: person?.user.name ?? "", email: person?.user.email ?? "", role: person?.membership.role ?? "" }}
      counts={{ ...counts, problems }}
      theme={theme}
      zone={zone}
      renderedAt={new Date().toISOString()}
      onSignOut={signOutAction}
    >
      {children}
    </Shell>
  );
}
