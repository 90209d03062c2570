import {
  BookOpen,
  Cable,
  History,
  type LucideIcon,
  Package,
  SlidersHorizontal,
  Store,
  TriangleAlert,
  Warehouse,
  Waypoints,
} from "lucide-react";

export type NavKey = "overview" | "connections" | "stores" | "warehouses" | "orders" | "problems" | "activity" | "settings" | "help";

export interface NavItem {
  key: NavKey;
  href: string;
  label: string;
  icon: LucideIcon;
  /** Pressed after `g`. */
  shortcut: string;
}

/** The places, in the order of the sidebar. Only pages that exist stand here. */
export const MAIN_NAV: NavItem[] = [
  { key: "overview", href: "/", label: "Overview", icon: Waypoints, shortcut: "h" },
  { key: "connections", href: "/connections", label: "Connections", icon: Cable, shortcut: "c" },
  { key: "stores", href: "/stores", label: "Stores", icon: Store, shortcut: "s" },
  { key: "warehouses", href: "/warehouses", label: "Warehouses", icon: Warehouse, shortcut: "w" },
  { key: "orders", href: "/orders", label: "Orders", icon: Package, shortcut: "o" },
  { key: "problems", href: "/problems", label: "Problems", icon: TriangleAlert, shortcut: "p" },
  { key: "activity", href: "/activity", label: "Activity", icon: History, shortcut: "a" },
];

export const FOOT_NAV: NavItem[] = [
  { key: "settings", href: "/settings", label: "Settings", icon: SlidersHorizontal, shortcut: "e" },
  { key: "help", href: "/help/api", label: "Help", icon: BookOpen, shortcut: "u" },
];

export const ALL_NAV: NavItem[] = [...MAIN_NAV, ...FOOT_NAV];

/** Counts beside the entries; problems count only what is open. */
export type NavCounts = Partial<Record<NavKey, number>>;

/** The entry a path belongs to: `/connections/x` is Connections; a run belongs to Activity. */
export function currentNav(path: string): NavKey | null {
  if (path === "/") return "overview";
  if (path.startsWith("/runs")) return "activity";
  if (path.startsWith("/help")) return "help";
  return ALL_NAV.find(item => item.href !== "/" && (path === item.href || path.startsWith(`${item.href}/`)))?.key ?? null;
}
