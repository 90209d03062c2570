import { ALL_NAV } from "./nav-items";

export interface Shortcut {
  keys: string[];
  does: string;
}

/** Everything the keyboard can do from any page; `?` shows this list. */
export const SHORTCUTS: Shortcut[] = [
  { keys: ["⌘", "K"], does: "Find an order or go to a page" },
  { keys: ["?"], does: "Show this list" },
  ...ALL_NAV.map(item => ({ keys: ["g", item.shortcut], does: `Go to ${item.label}` })),
  { keys: ["↑", "↓"], does: "Walk the rows while a side sheet is open" },
  { keys: ["Esc"], does: "Close what is open" },
];

/** True while somebody types: then a letter is a letter. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable=true]") !== null;
}
