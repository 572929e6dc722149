import { learners } from "./_catalogue.ts";
import { type Conforming, learnerConformance } from "./learner.conformance.ts";
import type { Learner } from "./learner.ts";
import { rated } from "./ratings.conformance.ts";

/** Parameters that count rows, not weights, would tell one row of weight 2 from two rows: here they ask for one row. */
const brought: Readonly<Record<string, Conforming>> = {
  gbdt: { atomic: { minDataInLeaf: 1, minDataPerGroup: 1, catSmooth: 0, rounds: 10, numLeaves: 8 } },
  logistic: { atomic: { tolerance: 1e-9 } },
  factors: { problem: rated },
};

for (const learner of Object.values<Learner>(learners)) learnerConformance(learner, brought[learner.name]);
