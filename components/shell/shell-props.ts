import type { ReactNode } from "react";
import type { NavCounts } from "./nav-items";
import type { Person } from "./person-menu";
import type { Theme } from "./theme";

export interface ShellProps {
  workspaceName: string;
  person: Person;
  counts: NavCounts;
  theme: Theme;
  zone: string;
  renderedAt: string;
  onSignOut: () => Promise<void>;
  children: ReactNode;
}
