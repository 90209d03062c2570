import type { ActionRefusal } from "./use-act";

/** A refused action, where it was pressed. Failures are never toasts. */
export function RefusalNote({ refusal, className }: { refusal: ActionRefusal | null; className?: string }) {
  if (!refusal) return null;
  return (
    <p role="alert" className={`text-bad ${className ?? ""}`}>
      {refusal.message}
      {refusal.nextStep && <span className="text-ink-2"> {refusal.nextStep}</span>}
    </p>
  );
}
