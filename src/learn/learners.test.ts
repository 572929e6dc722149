import { learners } from "./_catalogue.ts";
import { learnerConformance } from "./learner.conformance.ts";

const oneRowIsEnough = { minDataInLeaf: 1, minDataPerGroup: 1, rounds: 10, numLeaves: 8 };

learnerConformance(learners.constant, { atomic: {} });
learnerConformance(learners.gbdt, { atomic: oneRowIsEnough });
learnerConformance(learners.linear, { atomic: {} });
learnerConformance(learners.logistic, { atomic: { tolerance: 1e-9 } });
