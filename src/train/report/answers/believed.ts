import { reliability } from "../../../evaluate/index.ts";
import { isInsufficient } from "../../../kernel/index.ts";
import { calibrationPlot, type Section } from "../../../report/index.ts";

interface Said {
  /** Probabilities, and 1 where what they were of came true. */
  readonly scores: Float64Array;
  readonly truth: Float64Array;
  readonly clusters: Int32Array;
  /** What came true, in words. */
  readonly outcome: string;
}

/** Whether probabilities mean what they say. */
export function believedSection({ scores, truth, clusters, outcome }: Said): Section {
  const bins = reliability(scores, truth, { clusters }).flatMap(({ rows, meanScore, observed }) =>
    isInsufficient(observed)
      ? []
      : [{ score: meanScore, observed: observed.value, low: observed.low, high: observed.high, count: rows }],
  );
  return {
    title: "Can its probabilities be believed?",
    lead: "Answers are put in ten groups by how sure the model was. Where a group lies on the line, it was right as often as it said.",
    blocks: [calibrationPlot({ title: "How sure it was and how often it was right", outcome, bins })],
  };
}
