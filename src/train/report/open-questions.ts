import { OPEN_QUESTIONS } from "../../objective/index.ts";
import { list, type Section } from "../../report/index.ts";
import type { Facts } from "./facts.ts";

/** What stands open while nobody has stated the objective; absent once somebody has. */
export function openQuestionSections({ system }: Facts): readonly Section[] {
  if (system.objective.stated) return [];
  return [
    {
      title: "Three open questions",
      lead: "Nobody has said what these decisions are for. Until these are answered, no candidate can pass its gate.",
      blocks: [list(OPEN_QUESTIONS, { ordered: true })],
    },
  ];
}
