import { ArrowRightToLine, CircleAlert, CircleCheck, CircleDashed, LoaderCircle, type LucideIcon, Webhook } from "lucide-react";
import type { ChannelKind } from "@/lib/api/schemas/connection";
import type { Run } from "@/lib/api/schemas/run";

export const RUN_LOOKS: Record<Run["status"], { word: string; icon: LucideIcon; tone: string }> = {
  queued: { word: "Queued", icon: CircleDashed, tone: "text-ink-3" },
  running: { word: "Running", icon: LoaderCircle, tone: "text-accent" },
  succeeded: { word: "Done", icon: CircleCheck, tone: "text-ok" },
  failed: { word: "Stopped", icon: CircleAlert, tone: "text-bad" },
};

export const CHANNEL_LOOKS: Record<ChannelKind, { name: string; icon: LucideIcon; from: "store" | "warehouse"; does: string }> = {
  orders: { name: "Orders", icon: ArrowRightToLine, from: "store", does: "Import and send" },
  shipments: { name: "Shipments", icon: Webhook, from: "warehouse", does: "Collect and write back" },
};

export const TRIGGER_WORDS: Record<Run["trigger"], string> = { schedule: "on schedule", manual: "by hand", webhook: "after a webhook" };

export const isMoving = (run: Pick<Run, "status">): boolean => run.status === "queued" || run.status === "running";
