import { Search } from "lucide-react";
import { Icon } from "../ui/icon";
import { Clocks } from "./clocks";
import { Mark } from "./mark";
import { NavList } from "./nav-list";
import { PersonMenu } from "./person-menu";
import type { ShellProps } from "./shell-props";

type SidebarProps = Omit<ShellProps, "children"> & { onSearch: () => void };

/** 208 wide from 1280, an icon rail of 52 down to 768, absent on a phone. */
export function Sidebar({ workspaceName, person, counts, theme, onSignOut, onSearch }: SidebarProps) {
  return (
    <header className="fixed inset-y-0 left-0 z-20 flex w-[52px] flex-col overflow-y-auto border-line border-r bg-sunk px-2.5 max-md:hidden xl:w-52">
      <div className="flex h-[52px] shrink-0 items-center gap-2 px-2 max-xl:justify-center max-xl:px-0">
        <Mark />
        <span className="font-semibold text-section max-xl:sr-only">Dockbridge</span>
      </div>
      <div className="flex h-8 shrink-0 items-center rounded-ctl border border-line-2 bg-surface px-2 font-medium max-xl:hidden">
        <span className="sr-only">Workspace: </span>
        <span className="truncate">{workspaceName}</span>
      </div>
      <SearchButton onSearch={onSearch} />
      <NavList counts={counts} rail />
      <div className="mt-auto shrink-0 pt-4">
        <div className="border-line border-t pt-2 pb-1 max-xl:hidden">
          <div className="px-2 py-1">
            <Clocks />
          </div>
        </div>
        <div className="px-2 pb-2 max-xl:px-0">
          <PersonMenu person={person} theme={theme} onSignOut={onSignOut} />
        </div>
      </div>
    </header>
  );
}

function SearchButton({ onSearch }: { onSearch: () => void }) {
  return (
    <button
      type="button"
      onClick={onSearch}
      aria-keyshortcuts="Meta+K Control+K"
      className="my-1.5 flex h-8 shrink-0 items-center gap-2.5 rounded-ctl px-2 text-ink-3 hover:bg-hover hover:text-ink-2 max-xl:justify-center xl:mb-2.5"
    >
      <Icon of={Search} className="shrink-0" />
      <span className="flex-1 text-left max-xl:sr-only">Order or tracking</span>
      <span aria-hidden="true" className="rounded-tag border border-line-2 bg-surface px-1 text-axis max-xl:hidden">
        ⌘K
      </span>
    </button>
  );
}
