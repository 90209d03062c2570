"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import { ArrowLeft, Menu as MenuIcon, Search, X } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { Clocks } from "./clocks";
import { Mark } from "./mark";
import { ALL_NAV, currentNav } from "./nav-items";
import { NavList } from "./nav-list";
import { PersonMenu } from "./person-menu";
import type { ShellProps } from "./shell-props";

type TopBarProps = Omit<ShellProps, "children"> & { onSearch: () => void };

/** The phone's bar: back to the list or the mark, where we are, search, menu. */
export function TopBar(props: TopBarProps) {
  const path = usePathname();
  const place = ALL_NAV.find(item => item.key === currentNav(path));
  const isDeep = place !== undefined && path !== place.href;
  return (
    <header className="flex h-[52px] items-center border-line border-b px-1.5 md:hidden">
      {isDeep ? (
        <Link href={place.href} aria-label={`Back to ${place.label}`} className="flex size-11 items-center justify-center rounded-ctl">
          <Icon of={ArrowLeft} size={20} />
        </Link>
      ) : (
        <span className="flex size-11 items-center justify-center">
          <Mark />
        </span>
      )}
      <span className="min-w-0 flex-1 truncate pl-1 text-section font-normal text-ink-2">{place?.label ?? "Dockbridge"}</span>
      <Button
        kind="quiet"
        aria-label="Search"
        onClick={props.onSearch}
        className="!size-11 !px-0"
        icon={<Icon of={Search} size={20} className="!size-5" />}
      />
      <MenuSheet {...props} />
    </header>
  );
}

function MenuSheet({ workspaceName, person, counts, theme, onSignOut }: TopBarProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Base.Root open={isOpen} onOpenChange={setOpen}>
      <Base.Trigger aria-label="Menu" className="flex size-11 items-center justify-center rounded-ctl">
        <Icon of={MenuIcon} size={20} />
      </Base.Trigger>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Base.Popup className="fixed inset-y-0 right-0 z-50 flex w-[min(320px,86vw)] flex-col overflow-y-auto border-line-2 border-l bg-raised px-2.5 pb-3 shadow-float transition duration-150 ease-out data-[starting-style]:translate-x-2 data-[starting-style]:opacity-0">
          <div className="flex h-[52px] shrink-0 items-center justify-between pl-2">
            <Base.Title className="truncate text-section">{workspaceName}</Base.Title>
            <Base.Close aria-label="Close" className="flex size-11 items-center justify-center rounded-ctl">
              <Icon of={X} size={20} />
            </Base.Close>
          </div>
          <NavList counts={counts} onGo={() => setOpen(false)} />
          <div className="mt-auto grid gap-1 px-2 pt-4">
            <Clocks />
            <PersonMenu person={person} theme={theme} onSignOut={onSignOut} />
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
