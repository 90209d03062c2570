import type { Problem } from "@/lib/api/schemas/problem";

export interface ProblemGroup {
  key: "you" | "others" | "itself";
  title: string;
  note: string;
  problems: Problem[];
}

const HOME: Record<Problem["owner"], ProblemGroup["key"]> = {
  operator: "you",
  merchant: "others",
  merchant_erp_admin: "others",
  dockbridge: "itself",
  nobody: "itself",
};

/** Grouped by who acts; in a group, what stops most stands first. Empty groups fall away. */
export function groupProblems(problems: Problem[]): ProblemGroup[] {
  const groups: ProblemGroup[] = [
    { key: "you", title: "You can fix", note: "", problems: [] },
    { key: "others", title: "Someone else acts", note: "send them the message", problems: [] },
    { key: "itself", title: "Resolves by itself", note: "nobody acts", problems: [] },
  ];
  for (const problem of problems) groups.find(group => group.key === HOME[problem.owner])?.problems.push(problem);
  for (const group of groups) {
    group.problems.sort((a, b) => weight(b) - weight(a) || (a.since < b.since ? -1 : 1));
    const waiting = group.problems.reduce((sum, problem) => sum + problem.count, 0);
    if (waiting > 0 && group.key === "you")
      group.note = `${waiting.toLocaleString("en-US")} ${waiting === 1 ? "order waits" : "orders wait"}`;
  }
  return groups.filter(group => group.problems.length > 0);
}

const weight = (problem: Problem) => (problem.stops === "channel" ? 1_000_000 : 0) + problem.count;

/** The figure in front: what waits. "37 orders wait", "Import stopped". */
export function waitingWords(problem: Problem): { figure: string; note: string } {
  if (problem.count > 0)
    return { figure: problem.count.toLocaleString("en-US"), note: problem.count === 1 ? "order waits" : "orders wait" };
  if (problem.stops === "channel") return { figure: "Stopped", note: "this direction" };
  return { figure: "–", note: "nothing waits" };
}
