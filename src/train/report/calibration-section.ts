import { reliability } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { type Block, type CalibrationPlot, calibrationPlot, callout, type Section } from "../../report/index.ts";
import type { FittedHead } from "../fit/fit-heads.ts";
import type { ActFacts } from "./facts.ts";
import { metricList } from "./metric-list.ts";

/** Whether it means what it says; absent when no head gives a probability of the priced outcome. */
export function calibrationSections(facts: ActFacts): readonly Section[] {
  const { head } = facts;
  if (head === null) return [];
  return [
    {
      title: "Can its probabilities be believed?",
      lead: "Cases are put in ten groups by what the model said. Where a group lies on the line, it happened as often as was said.",
      blocks: [
        plotOf(facts, head),
        metricList(facts, ["calibration-slope", "ece", "brier", "log-loss"]),
        ...combinedNote(facts, head),
      ],
    },
  ];
}

/** The rows of one entity count as one. */
function clustersOf({ run }: ActFacts): Int32Array {
  return Int32Array.from(run.rows, (row) => run.dataset.entity[row] as number);
}

/** How many rows each stands for, where the history was left to chance. */
export function weightsOf({ run }: ActFacts): { readonly weights?: Float64Array } {
  const { weight } = run.dataset;
  return weight === null ? {} : { weights: Float64Array.from(run.rows, (row) => weight[row] as number) };
}

function plotOf(facts: ActFacts, head: FittedHead): CalibrationPlot {
  const bins = reliability(head.unseen, facts.run.truth, { clusters: clustersOf(facts), ...weightsOf(facts) }).flatMap(
    ({ rows, meanScore, observed }) =>
      isInsufficient(observed)
        ? []
        : [{ score: meanScore, observed: observed.value, low: observed.low, high: observed.high, count: rows }],
  );
  return calibrationPlot({ title: "What it said and what happened", outcome: `“${facts.outcome}”`, bins });
}

/** A weighted sum of heads is a score, and no longer a probability. */
function combinedNote({ run }: ActFacts, { name, unseen }: FittedHead): readonly Block[] {
  if (run.score.every((score, row) => score === unseen[row])) return [];
  const text = `The plot shows the head \`${name}\`. Decisions are made on the weighted score, which is not a probability.`;
  return [callout("note", text)];
}
