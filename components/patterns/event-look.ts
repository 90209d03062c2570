import {
  ArrowLeftToLine,
  ArrowRightToLine,
  Ban,
  Circle,
  CircleAlert,
  CircleCheck,
  CircleMinus,
  CirclePause,
  FileDiff,
  KeyRound,
  Lock,
  type LucideIcon,
  Power,
  RotateCw,
  SearchCheck,
  Send,
  Shuffle,
  Timer,
  User,
  Webhook,
} from "lucide-react";

export interface EventLook {
  icon: LucideIcon;
  tone: string;
}

const quiet = "text-ink-3";

/** Looked at from the top: the first part that the kind contains decides. Verbs keep one icon everywhere. */
const LOOKS: [RegExp, EventLook][] = [
  [/no_answer|in_doubt|doubt|check/, { icon: SearchCheck, tone: "text-info" }],
  [/throttl|postpon|wait/, { icon: Timer, tone: "text-info" }],
  [/refus|reject|fail|attention|unreadable|error/, { icon: CircleAlert, tone: "text-bad" }],
  [/limited/, { icon: CircleMinus, tone: "text-warn" }],
  [/void|cancel|revok|delet|archiv|undo/, { icon: Ban, tone: quiet }],
  [/late_change|differ|edited|chang|updat/, { icon: FileDiff, tone: quiet }],
  [/hold|held|pause/, { icon: CirclePause, tone: quiet }],
  [/retr|reset|release|restor|resum/, { icon: RotateCw, tone: quiet }],
  [/confirm/, { icon: Lock, tone: quiet }],
  [/done|complet|read_back|written/, { icon: CircleCheck, tone: "text-ok" }],
  [/write/, { icon: ArrowLeftToLine, tone: quiet }],
  [/collect|shipment|label|webhook/, { icon: Webhook, tone: quiet }],
  [/accept|sent|forward|already_there|send/, { icon: Send, tone: quiet }],
  [/import|read/, { icon: ArrowRightToLine, tone: quiet }],
  [/mapp|match/, { icon: Shuffle, tone: quiet }],
  [/key|credential|secret|sign|token/, { icon: KeyRound, tone: quiet }],
  [/enabl|disabl|switch/, { icon: Power, tone: quiet }],
];

const FALLBACK: EventLook = { icon: Circle, tone: quiet };

export function eventLook(event: { kind: string; actorKind: string }): EventLook {
  const found = LOOKS.find(([pattern]) => pattern.test(event.kind))?.[1];
  return found ?? (event.actorKind === "user" ? { icon: User, tone: quiet } : FALLBACK);
}

/** "No answer yet. We don't know whether …" → the first sentence stands bold, the rest follows. A dot inside a number or a name ends nothing. */
export function splitSentence(text: string): { title: string; rest: string } {
  const end = text.search(/[.!?]\s+(?=\S)/);
  if (end < 0) return { title: text, rest: "" };
  return { title: text.slice(0, end + 1), rest: text.slice(end + 1).trim() };
}
