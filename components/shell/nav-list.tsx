"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "../ui/cx";
import { Icon } from "../ui/icon";
import { currentNav, FOOT_NAV, MAIN_NAV, type NavCounts, type NavItem } from "./nav-items";

/** `rail` hides the words between 768 and 1279; they stay readable for screen readers and on hover. */
export function NavList({ counts, rail, onGo }: { counts: NavCounts; rail?: boolean; onGo?: () => void }) {
  const current = currentNav(usePathname());
  const list = (items: NavItem[]) => (
    <ul className="grid gap-px">
      {items.map(item => (
        <li key={item.key}>
          <NavLink item={item} isCurrent={item.key === current} count={counts[item.key]} rail={rail} onGo={onGo} />
        </li>
      ))}
    </ul>
  );
  return (
    <nav aria-label="Main" className="grid gap-3.5">
      {list(MAIN_NAV)}
      {list(FOOT_NAV)}
    </nav>
  );
}

interface NavLinkProps {
  item: NavItem;
  isCurrent: boolean;
  count?: number;
  rail?: boolean;
  onGo?: () => void;
}

function NavLink({ item, isCurrent, count, rail, onGo }: NavLinkProps) {
  const hasProblem = item.key === "problems" && count !== undefined && count > 0;
  return (
    <Link
      href={item.href}
      aria-current={isCurrent ? "page" : undefined}
      title={rail ? item.label : undefined}
      onClick={onGo}
      className={cx(
        "relative flex h-[30px] items-center gap-2.5 rounded-ctl px-2 max-md:h-11",
        rail && "max-xl:justify-center",
        isCurrent ? "bg-hover font-medium text-ink" : "text-ink-2 hover:bg-hover hover:text-ink",
      )}
    >
      {isCurrent && <span aria-hidden="true" className="-left-2.5 absolute h-4 w-0.5 bg-accent" />}
      <Icon of={item.icon} className={cx("shrink-0", isCurrent && "text-accent")} />
      <span className={cx("flex-1", rail && "max-xl:sr-only")}>{item.label}</span>
      {count !== undefined && count > 0 && (
        <span className={cx("font-normal tabular-nums", hasProblem ? "text-warn" : "text-ink-3", rail && "max-xl:sr-only")}>
          {count.toLocaleString("en-US")}
        </span>
      )}
      {rail && hasProblem && <span aria-hidden="true" className="absolute top-1.5 right-1.5 size-1.5 rounded-seg bg-warn-mark xl:hidden" />}
    </Link>
  );
}
