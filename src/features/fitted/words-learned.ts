import { fieldsOf, type Node } from "../node.ts";
import type { Frozen } from "./frozen.ts";
import { stepName } from "./plan.ts";
import { transformOf } from "./transforms.ts";

/** What was learned for each feature, in words, the innermost transform first; features that learn nothing are left out. */
export function wordsLearned({ steps, outputs }: Frozen): Readonly<Record<string, string>> {
  const places = new Map(steps.map((_, place) => [stepName(place), place]));
  const behind = (node: Node): readonly number[] =>
    fieldsOf(node).flatMap((field) => {
      const place = places.get(field);
      const step = place === undefined ? undefined : steps[place];
      return step === undefined || place === undefined ? [] : [...behind(step.of), place];
    });
  const told = outputs.map(({ feature, of }) => {
    const words = [...new Set(behind(of))].map((place) => {
      const step = steps[place];
      return step === undefined ? "" : transformOf(step).learned(step.state, step.options);
    });
    return [feature, words.join("; ")] as const;
  });
  return Object.fromEntries(told.filter(([, words]) => words !== ""));
}
