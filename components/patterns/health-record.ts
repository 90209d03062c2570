import { CalendarClock, Circle, CircleCheck, CircleMinus, CirclePause, KeyRound, type LucideIcon, Timer } from "lucide-react";
import type { HealthCode } from "@/lib/api/schemas/common";

export interface HealthLook {
  word: string;
  icon: LucideIcon;
  /** `pill` is filled: a person must act. The rest moves, or rests, on its own. */
  shape: "plain" | "pill";
  iconTone: string;
  wordTone: string;
  sentence: string;
  /** Lists stand in this order: what needs a person first. */
  rank: number;
}

/** What a connection, store or warehouse shows; a code without a look does not compile. */
export const HEALTH_LOOKS: Record<HealthCode, HealthLook> = {
  needs_sign_in: {
    word: "Needs sign-in",
    icon: KeyRound,
    shape: "pill",
    iconTone: "text-warn",
    wordTone: "text-warn",
    sentence: "The other system no longer accepts our credentials. Imports have stopped; nothing is lost.",
    rank: 0,
  },
  limited: {
    word: "Limited",
    icon: CircleMinus,
    shape: "pill",
    iconTone: "text-warn",
    wordTone: "text-warn",
    sentence: "Connected, but one permission, endpoint or direction fails. The rest keeps moving.",
    rank: 1,
  },
  expires_soon: {
    word: "Expires soon",
    icon: CalendarClock,
    shape: "pill",
    iconTone: "text-warn",
    wordTone: "text-warn",
    sentence: "A secret, a token or a password nears its end. Everything still moves.",
    rank: 2,
  },
  throttled: {
    word: "Throttled",
    icon: Timer,
    shape: "plain",
    iconTone: "text-info",
    wordTone: "text-info",
    sentence: "The other system asked us to slow down. It goes on by itself; tracking goes first.",
    rank: 3,
  },
  paused: {
    word: "Paused",
    icon: CirclePause,
    shape: "plain",
    iconTone: "text-ink-2",
    wordTone: "text-ink-2",
    sentence: "A person stopped one direction. It goes on when somebody resumes it.",
    rank: 4,
  },
  connected: {
    word: "Connected",
    icon: CircleCheck,
    shape: "plain",
    iconTone: "text-ok",
    wordTone: "text-ink",
    sentence: "The last check passed and the sign-in is valid.",
    rank: 5,
  },
  off: {
    word: "Off",
    icon: Circle,
    shape: "plain",
    iconTone: "text-ink-3",
    wordTone: "text-ink-3",
    sentence: "Set up, not running. Nothing moves until it is switched on.",
    rank: 6,
  },
};

/** True when somebody must do something. */
export function needsPerson(code: HealthCode): boolean {
  return HEALTH_LOOKS[code].shape === "pill";
}
