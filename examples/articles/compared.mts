import { bestOf, chain, gbdt, logistic, multilabel, perLabel } from "alidade";
import system from "./system.mts";

const trees = gbdt({ rounds: 50, numLeaves: 8, minDataInLeaf: 30 });

/**
 * The articles again, by whichever way to learn several topics at once does best: one classifier for each topic, a chain in which
 * each knows what those before it said, or one model of the whole vector. `alidade search compared.mts --compare` shows all.
 */
export default {
  ...system,
  name: "articles-compared",
  heads: {
    topics: multilabel({
      labels: ["tech", "finance", "sport"],
      learner: bestOf([
        perLabel(trees),
        chain(trees),
        gbdt({ rounds: 50, numLeaves: 8, minDataInLeaf: 30, multiOutput: "vector" }),
        logistic(),
      ]),
    }),
  },
};
