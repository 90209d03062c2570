import type { LucideIcon } from "lucide-react";

/** One weight and three sizes for every icon: 16, in pills and small buttons 14, in timelines 15. Never read aloud: a word stands beside it. */
export function Icon({ of: Glyph, size = 16, className }: { of: LucideIcon; size?: 12 | 14 | 15 | 16 | 20; className?: string }) {
  return <Glyph aria-hidden="true" width={size} height={size} strokeWidth={1.5} className={className} />;
}
