import type { SandboxClock } from "../shared/clock";
import type { Journal } from "../shared/journal";
import type { AcumaticaSwitches } from "./switches";
import type { AccessLevel, Session, Tenant, World } from "./world";

/** One running instance: what every part of the sandbox is handed. */
export interface Site {
  world: World;
  switches: AcumaticaSwitches;
  journal: Journal;
  clock: SandboxClock;
  /** Something that must survive a restart has changed. */
  changed(): void;
}

/** Who is calling, and for which tenant. `null` session = the ERP user at the screen (controls). */
export interface Caller {
  tenant: Tenant;
  user: string;
  session: Session | null;
}

const ORDER: AccessLevel[] = ["denied", "view", "edit", "delete"];

/** Whether a session's rights reach the wanted level on a screen. */
export function mayUse(caller: Caller, screen: string, wanted: AccessLevel): boolean {
  const level = caller.session?.rights[screen] ?? caller.session?.rights["*"] ?? "delete";
  return ORDER.indexOf(level) >= ORDER.indexOf(wanted);
}
