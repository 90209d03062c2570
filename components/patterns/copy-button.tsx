"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button, type ButtonSize } from "../ui/button";
import { Icon } from "../ui/icon";
import { useAnnounce } from "./live-region";

/** Copies a text; says so where it was pressed. `label` names what is copied. */
export function CopyButton({ text, label, size = "sm", bare }: { text: string; label: string; size?: ButtonSize; bare?: boolean }) {
  const [isCopied, setCopied] = useState(false);
  const announce = useAnnounce();
  async function copy() {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    announce("Copied");
    setTimeout(() => setCopied(false), 2_000);
  }
  const icon = <Icon of={isCopied ? Check : Copy} size={14} className={isCopied ? "text-ok" : undefined} />;
  if (bare) return <Button kind="quiet" size="sm" square aria-label={label} onClick={copy} icon={icon} />;
  return (
    <Button size={size} onClick={copy} icon={icon}>
      {isCopied ? "Copied" : label}
    </Button>
  );
}
