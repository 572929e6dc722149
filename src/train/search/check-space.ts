import { type Between, between, type OneOf, oneOf, type Space, spaceInvalid } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { checkLearners } from "../fit/fit-heads.ts";
import { withPoint } from "./candidate-head.ts";

/**
 * Checks that the learner takes what the space holds: both ends of every range, and every option. A
 * dimension that was written by hand is held to what `between` and `oneOf` ask. Throws `params.*`.
 */
export function checkSpace(system: SystemDefinition, head: string, space: Space): void {
  for (const [name, dimension] of Object.entries(space))
    for (const value of valuesOf(dimension, `The parameter \`${name}\` of the head "${head}"`))
      checkLearners(withPoint(system, head, { [name]: value }));
}

function valuesOf(dimension: Between | OneOf | null | undefined, what: string): readonly unknown[] {
  if (dimension?.kind === "one-of" && Array.isArray(dimension.options)) return oneOf(dimension.options).options;
  if (dimension?.kind === "between") {
    const { low, high } = between(dimension.low, dimension.high, dimension);
    return [low, high];
  }
  const got = JSON.stringify(dimension) ?? String(dimension);
  throw spaceInvalid({ what, allowed: "be searched with `between` or `oneOf`", got });
}
