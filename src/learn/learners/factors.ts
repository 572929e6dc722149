import { integerParam, numberParam, type Param, textParam } from "../../kernel/index.ts";
import type { FactorsBody, FactorsSide } from "../../model/index.ts";
import { fitExplicit } from "../factors/explicit.ts";
import { fitImplicit } from "../factors/implicit.ts";
import { interactionsOf, type Side } from "../factors/interactions.ts";
import { type Latent, randomLatent } from "../factors/latent.ts";
import { defineLearner, type Learner } from "../learner.ts";
import { prepareTraining } from "../training.ts";

/** The parameters of matrix factorisation. */
export type FactorsParams = Readonly<Record<"user" | "item", Param<string>>> &
  Readonly<Record<"rank" | "rounds" | "penalty" | "smoothing" | "biasPenalty" | "confidence", Param<number>>>;

const params: FactorsParams = {
  user: textParam("user", { doc: "The feature that says who." }),
  item: textParam("item", { doc: "The feature that says what." }),
  rank: integerParam(8, { min: 1, max: 256, doc: "Factors of each user and item." }),
  rounds: integerParam(15, { min: 1, max: 10_000, doc: "How often the two sides take turns." }),
  penalty: numberParam(0.1, {
    min: 0,
    doc: "L2 penalty on factors, times the rows (by weight) of their user or item; ranking: times 1 + confidence too.",
  }),
  smoothing: numberParam(20, { min: 0, doc: "So many rows more in that product: holds back who has few." }),
  biasPenalty: numberParam(5, { min: 0, doc: "L2 penalty on biases (regression)." }),
  confidence: numberParam(10, { min: 0, doc: "How much a relevance of 1 adds to the confidence in a pair (ranking)." }),
};

/**
 * Matrix factorisation by alternating least squares. Regression: explicit values, with biases. Ranking: implicit
 * feedback, where every pair that is not among the rows counts as a weak no. Uses two text features and no others; a
 * user or an item that it never saw gets the mean of its side.
 */
export const factors: Learner<FactorsParams> = defineLearner<FactorsParams>({
  name: "factors",
  doc: "Matrix factorisation of users and items, for ratings and for ranking by past interest.",
  reference: "Hu, Koren and Volinsky. Collaborative filtering for implicit feedback datasets. ICDM 2008",
  tasks: ["regression", "ranking"],
  capabilities: { missing: true, text: true, weights: true, earlyStopping: false, warmStart: false },
  params,
  fit(training, { user, item, rank, rounds, confidence, biasPenalty, ...restraint }, context) {
    const doer = { name: "factors", tasks: factors.tasks, unseenAreNegative: true };
    const data = prepareTraining(doer, training, context);
    const met = interactionsOf("factors", data, { user, item });
    const start = {
      users: randomLatent(met.users, rank, context.seed),
      items: randomLatent(met.items, rank, context.seed),
    };
    const schedule = { rounds, onRound: (round: number): void => context.onProgress?.((round + 1) / rounds) };
    const learned =
      data.task === "regression"
        ? fitExplicit(met, start, { ...schedule, ...restraint, biasPenalty })
        : { mean: 0, ...fitImplicit(met, start, { ...schedule, ...restraint, confidence }) };
    const usual = data.task === "ranking";
    const body: FactorsBody = {
      mean: learned.mean,
      users: sideOf(met.users, learned.users, usual),
      items: sideOf(met.items, learned.items, usual),
    };
    return {
      format: "factors",
      signature: {
        task: data.task,
        features: [
          { name: user, kind: "text" },
          { name: item, kind: "text" },
        ],
        classes: [],
      },
      calibration: { kind: "none" },
      body,
    };
  },
});

/** `usual`: a stranger is taken for the mean of the side, which ranks by popularity; otherwise it adds nothing. */
function sideOf({ names }: Side, { rank, bias, factors: values }: Latent, usual: boolean): FactorsSide {
  const stranger = new Float64Array(rank);
  if (usual)
    values.forEach((value, i) => {
      stranger[i % rank] = (stranger[i % rank] as number) + value / names.length;
    });
  return { names, bias, factors: values, stranger };
}
