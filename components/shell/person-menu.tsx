"use client";
import { Ellipsis, LogOut } from "lucide-react";
import { useState, useTransition } from "react";
import { Icon } from "../ui/icon";
import { Menu, MenuItem, MenuLine, MenuNote, MenuRadios } from "../ui/menu";
import { LetterMark } from "../ui/tag";
import { applyTheme, type Theme } from "./theme";

export interface Person {
  name: string;
  email: string;
  role: string;
}

const THEME_OPTIONS: { value: Theme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

/** Who is signed in, theme, sign out. */
export function PersonMenu({ person, theme, onSignOut }: { person: Person; theme: Theme; onSignOut: () => Promise<void> }) {
  const [chosen, setChosen] = useState(theme);
  const [isPending, start] = useTransition();
  function choose(next: Theme) {
    setChosen(next);
    applyTheme(next);
  }
  const trigger = (
    <button
      type="button"
      className="flex h-8 w-full items-center gap-2 rounded-ctl text-left hover:bg-hover max-xl:md:justify-center max-md:h-11"
    >
      <LetterMark letters={initials(person.name)} size={20} />
      <span className="min-w-0 flex-1 truncate max-xl:md:sr-only">
        {person.name}
        <span className="sr-only">, theme and sign out</span>
      </span>
      <Icon of={Ellipsis} className="text-ink-2 max-xl:md:hidden" />
    </button>
  );
  return (
    <Menu trigger={trigger} align="start" side="top">
      <MenuNote>
        {person.email}, {person.role}
      </MenuNote>
      <MenuLine />
      <MenuRadios label="Theme" value={chosen} options={THEME_OPTIONS} onChange={choose} />
      <MenuLine />
      <MenuItem icon={<Icon of={LogOut} size={14} />} disabled={isPending} onSelect={() => start(onSignOut)}>
        Sign out
      </MenuItem>
    </Menu>
  );
}

/** "DW" of "Dana Whitfield". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? words.at(-1)?.charAt(0) : "";
  return `${words[0]?.charAt(0) ?? ""}${last ?? ""}`.toUpperCase();
}
