import { between, oneOf, type Space } from "../../kernel/index.ts";

/**
 * Where to search when nobody says otherwise, by learner: the parameters that matter on tables, within ranges where they
 * do. A learner that is not here, or that has nothing to tune, needs a space of its own. A list, not a part of the
 * learners: a range is a habit, and a learner stays right when habits change.
 */
export function defaultSpace(learner: string): Space | undefined {
  return Object.hasOwn(SPACES, learner) ? SPACES[learner]?.() : undefined;
}

const SPACES: Readonly<Record<string, () => Space>> = {
  gbdt: () => ({
    learningRate: between(0.02, 0.3, { log: true }),
    rounds: between(30, 400, { log: true, whole: true }),
    numLeaves: between(4, 128, { log: true, whole: true }),
    minDataInLeaf: between(5, 300, { log: true, whole: true }),
    lambdaL2: between(0.01, 100, { log: true }),
    featureFraction: between(0.2, 1),
  }),
  logistic: () => elasticNet(),
  linear: () => elasticNet(),
  neighbours: () => ({
    k: between(3, 300, { log: true, whole: true }),
    smoothing: between(0.1, 100, { log: true }),
  }),
  factors: () => ({
    rank: between(2, 64, { log: true, whole: true }),
    penalty: between(0.001, 10, { log: true }),
    smoothing: between(1, 200, { log: true }),
  }),
};

/** A logarithmic scale has no 0, so the penalty that leaves features out is a choice among a few. */
function elasticNet(): Space {
  return {
    l1: oneOf([0, 0.1, 1, 10, 100]),
    l2: between(0.01, 1_000, { log: true }),
    minLevelWeight: between(1, 100, { log: true }),
  };
}
