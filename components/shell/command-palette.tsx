"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { Package, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import type { Page } from "@/lib/api/schemas/common";
import type { OrderSummary } from "@/lib/api/schemas/order";
import { getJson } from "../patterns/get-json";
import { ORDER_LOOKS } from "../patterns/order-status-record";
import { cx } from "../ui/cx";
import { Icon } from "../ui/icon";
import { ALL_NAV } from "./nav-items";
import { ShortcutList } from "./shortcut-list";
import { isTyping } from "./shortcuts";

interface Entry {
  href: string;
  label: string;
  note: string;
  icon: typeof Package;
  isCode?: boolean;
}

const SECOND_KEY_MS = 1_200;

/** ⌘K: go to a page, or find an order by its number, tracking number, SKU or warehouse id. Also keeps the keyboard's other short ways. */
export function CommandPalette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [isListOpen, setListOpen] = useState(false);
  useShortcuts({ onPalette: () => onOpenChange(true), onList: () => setListOpen(true) });
  return (
    <>
      <Base.Root open={open} onOpenChange={onOpenChange}>
        <Base.Portal>
          <Base.Backdrop className="fixed inset-0 z-40 bg-veil" />
          <Base.Popup className="-translate-x-1/2 fixed top-[12dvh] left-1/2 z-50 w-[min(560px,calc(100vw-32px))] overflow-hidden rounded-ctl border border-line-2 bg-raised shadow-float">
            <Base.Title className="sr-only">Find an order or go to a page</Base.Title>
            <Finder onGo={() => onOpenChange(false)} />
          </Base.Popup>
        </Base.Portal>
      </Base.Root>
      <ShortcutList open={isListOpen} onOpenChange={setListOpen} />
    </>
  );
}

function Finder({ onGo }: { onGo: () => void }) {
  const router = useRouter();
  const listId = useId();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const entries = useEntries(text.trim());
  const at = Math.min(active, entries.length - 1);

  function go(entry: Entry | undefined) {
    if (!entry) return;
    onGo();
    router.push(entry.href);
  }

  function onKey(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setActive((at + step + entries.length) % Math.max(1, entries.length));
    } else if (event.key === "Enter") go(entries[at]);
  }

  return (
    <>
      <div className="flex h-12 items-center gap-2.5 border-line border-b px-4">
        <Icon of={Search} className="text-ink-3" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={entries[at] ? `${listId}-${at}` : undefined}
          aria-label="Order, shipment or tracking number, or a page"
          placeholder="Order, shipment or tracking number, or a page"
          className="h-full flex-1 bg-transparent text-input outline-none"
          value={text}
          onChange={event => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKey}
        />
      </div>
      <div role="listbox" id={listId} aria-label="Found" className="max-h-[50dvh] overflow-y-auto p-1">
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and handles the keys
          <div
            key={entry.href}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => go(entry)}
            onPointerMove={() => setActive(index)}
            className={cx("flex h-9 items-center gap-2.5 rounded-tag px-3 max-md:h-11", index === at && "bg-hover")}
          >
            <Icon of={entry.icon} className="text-ink-3" />
            <span className={cx("font-medium", entry.isCode && "mono")}>{entry.label}</span>
            <span className="ml-auto truncate text-help text-ink-3">{entry.note}</span>
          </div>
        ))}
        {entries.length === 0 && (
          <p className="px-3 py-2 text-ink-3">Nothing found. Order numbers match from their beginning, tracking numbers whole.</p>
        )}
      </div>
    </>
  );
}

function useEntries(text: string): Entry[] {
  const { data } = useQuery({
    queryKey: ["find", text],
    queryFn: ({ signal }) => getJson<Page<OrderSummary>>(`/api/v1/orders?limit=8&q=${encodeURIComponent(text)}`, signal),
    enabled: text.length >= 2,
    placeholderData: before => before,
  });
  const pages = ALL_NAV.filter(item => item.label.toLowerCase().includes(text.toLowerCase())).map(item => ({
    href: item.href,
    label: item.label,
    note: "",
    icon: item.icon,
  }));
  const orders = text.length >= 2 ? (data?.data ?? []) : [];
  return [
    ...orders.map(order => ({
      href: `/orders/${order.id}`,
      label: order.number,
      note: `${order.merchantName}, ${ORDER_LOOKS[order.status].word.toLowerCase()}`,
      icon: Package,
      isCode: true,
    })),
    ...pages,
  ];
}

function useShortcuts({ onPalette, onList }: { onPalette: () => void; onList: () => void }) {
  const router = useRouter();
  useEffect(() => {
    let goSince = 0;
    function onKey(event: globalThis.KeyboardEvent) {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        return onPalette();
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "?") return onList();
      const isSecond = Date.now() - goSince < SECOND_KEY_MS;
      goSince = event.key === "g" && !isSecond ? Date.now() : 0;
      const place = isSecond ? ALL_NAV.find(item => item.shortcut === event.key) : undefined;
      if (place) router.push(place.href);
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [router, onPalette, onList]);
}
