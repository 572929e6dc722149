import type { LearnerRef } from "../../system/index.ts";

/** A learner as it is written in a system file: `gbdt({ numLeaves: 24 })`. */
export function learnerSnippet({ learner, params, base }: LearnerRef): string {
  const given = Object.entries(params).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const own = given.length === 0 ? "" : `{ ${given.join(", ")} }`;
  const bases = base === undefined ? "" : baseSnippet(base);
  return `${learner}(${[bases, own].filter(Boolean).join(", ")})`;
}

function baseSnippet(base: LearnerRef | readonly LearnerRef[]): string {
  return Array.isArray(base) ? `[${base.map(learnerSnippet).join(", ")}]` : learnerSnippet(base as LearnerRef);
}
