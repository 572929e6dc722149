import { prCurve, rocCurve } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { type Block, callout, linePlot, type Point, type Section } from "../../report/index.ts";
import { weightsOf } from "./calibration-section.ts";
import type { ActFacts } from "./facts.ts";
import { metricList } from "./metric-list.ts";
import { share } from "./wording.ts";

/** How well it tells cases apart; absent when no head predicts the priced outcome. */
export function rankingSections(facts: ActFacts): readonly Section[] {
  if (facts.head === null) return [];
  return [
    {
      title: "How well does it rank?",
      lead: `“${facts.outcome}” is true in ${share(baseRate(facts))} of the judged decisions. Precision, recall and accuracy are those of the decisions as they would be made.`,
      blocks: [
        metricList(facts, ["roc-auc", "pr-auc", "precision", "recall", "accuracy"]),
        ...accuracyWarning(facts),
        ...rocPlots(facts),
        ...prPlots(facts),
      ],
    },
  ];
}

function baseRate(facts: ActFacts): number {
  const { result, run } = facts;
  if (result.judgedRows === 0) return 0;
  const { weights } = weightsOf(facts);
  if (weights === undefined) return result.positives / result.judgedRows;
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return run.truth.reduce((sum, yes, row) => sum + yes * (weights[row] as number), 0) / all;
}

/** A class is rare when answering always the same would look good. */
const RARE = 0.2;

function accuracyWarning(facts: ActFacts): readonly Block[] {
  const rate = baseRate(facts);
  const rarer = Math.min(rate, 1 - rate);
  if (facts.metrics.accuracy === undefined || rarer >= RARE) return [];
  const always = rate < 0.5 ? "no" : "yes";
  const text = `Always saying ${always} would be right in ${share(1 - rarer)} of cases and help nobody. Judge it by money and by ROC-AUC.`;
  return [callout("note", text, "Accuracy says little here")];
}

function ruleScores({ run }: ActFacts): Float64Array {
  return Float64Array.from(run.rows, (row) => run.dataset.rule[row] as number);
}

function rocPlots(facts: ActFacts): readonly Block[] {
  const points = (scores: Float64Array): readonly Point[] => {
    const curve = rocCurve(scores, facts.run.truth, weightsOf(facts).weights);
    return isInsufficient(curve) ? [] : curve.map((at) => [at.falsePositiveRate, at.truePositiveRate] as const);
  };
  const model = points(facts.run.score);
  if (model.length === 0) return [];
  const plot = linePlot({
    title: "ROC curve",
    x: { label: "False alarms, share of untrue cases", unit: "percent", domain: [0, 1] },
    y: { label: "Found, share of true cases", unit: "percent", domain: [0, 1] },
    series: [
      { name: "this model", points: model },
      { name: "the rule", points: points(ruleScores(facts)) },
      {
        name: "a coin",
        points: [
          [0, 0],
          [1, 1],
        ],
      },
    ],
  });
  return [plot];
}

function prPlots(facts: ActFacts): readonly Block[] {
  const curve = prCurve(facts.run.score, facts.run.truth, weightsOf(facts).weights);
  if (isInsufficient(curve)) return [];
  const rate = baseRate(facts);
  const plot = linePlot({
    title: "Precision and recall",
    x: { label: "Recall, share of true cases found", unit: "percent", domain: [0, 1] },
    y: { label: "Precision, share of found that are true", unit: "percent", domain: [0, 1] },
    series: [
      { name: "this model", points: curve.map(({ recall, precision }) => [recall, precision] as const) },
      {
        name: "acting at random",
        points: [
          [0, rate],
          [1, rate],
        ],
      },
    ],
  });
  return [plot];
}
