"use client";
import { Dialog } from "../ui/dialog";
import { SHORTCUTS } from "./shortcuts";

export function ShortcutList({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
        {SHORTCUTS.map(shortcut => (
          <div key={shortcut.does} className="contents">
            <dt className="flex gap-1">
              {shortcut.keys.map(key => (
                <kbd key={key} className="min-w-[18px] rounded-tag border border-line-2 px-1 text-center font-sans text-axis">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd className="text-ink-2">{shortcut.does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
