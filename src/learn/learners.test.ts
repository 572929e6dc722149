import { learners } from "./_catalogue.ts";
import { learnerConformance } from "./learner.conformance.ts";
import type { Learner } from "./learner.ts";

/** Parameters that count rows, not weights, would tell one row of weight 2 from two rows: here they ask for one row. */
const atomic: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  gbdt: { minDataInLeaf: 1, minDataPerGroup: 1, rounds: 10, numLeaves: 8 },
  logistic: { tolerance: 1e-9 },
};

for (const learner of Object.values<Learner>(learners))
  learnerConformance(learner, { atomic: atomic[learner.name] ?? {} });
