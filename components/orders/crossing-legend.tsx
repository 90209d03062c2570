import { Crossing, type Segments } from "../patterns/crossing";

const STEPS: { segments: Segments; word: string }[] = [
  { segments: ["done", "todo", "todo", "todo"], word: "imported" },
  { segments: ["done", "done", "todo", "todo"], word: "at warehouse" },
  { segments: ["done", "done", "done", "todo"], word: "shipped" },
  { segments: ["ok", "ok", "ok", "ok"], word: "written back" },
];

/** What the four segments mean; it stands once, at the foot of a list. */
export function CrossingLegend() {
  return (
    <ul aria-hidden="true" className="flex gap-5 text-help text-ink-3 max-lg:hidden">
      {STEPS.map(step => (
        <li key={step.word} className="flex items-center gap-1.5">
          <Crossing segments={step.segments} />
          {step.word}
        </li>
      ))}
    </ul>
  );
}
