import { expect, test } from "vitest";
import { isInsufficient } from "../../kernel/index.ts";
import { estimateQuality } from "./estimate-quality.ts";
import { reconcile } from "./reconcile.ts";
import { drawScored, labelSeen, outputSeen, quantileLayout, type ScoredWorld, sigmoid } from "./scored.conformance.ts";

const RUNS = 300;
/** Of a share of runs, four standard errors of a simulation of this size. */
const SLACK = 4 * Math.sqrt((0.95 * 0.05) / RUNS);

/** How often labels show a log loss and a share of yes inside the intervals that were stated before they came. */
function coverage(reference: ScoredWorld, live: ScoredWorld): Readonly<Record<"logLoss" | "labelRate", number>> {
  const inside = { logLoss: 0, labelRate: 0 };
  for (let run = 0; run < RUNS; run++) {
    const past = drawScored(reference, 2_000, 2 * run);
    const now = drawScored(live, 1_500, 2 * run + 1);
    const layout = quantileLayout(past.scores);
    const output = outputSeen(layout, now.scores);
    const estimated = estimateQuality({ layout, output, known: labelSeen(past), acted: { count: 300 } });
    if (isInsufficient(estimated)) throw new Error(estimated.reason);
    const { loss, labels } = labelSeen(now);
    for (const [name, found] of [
      ["logLoss", loss],
      ["labelRate", labels],
    ] as const) {
      const held = reconcile({ n: estimated.n, estimate: estimated.measures[name]!, found });
      if (!isInsufficient(held) && held.isInside) inside[name]++;
    }
  }
  return { logLoss: inside.logLoss / RUNS, labelRate: inside.labelRate / RUNS };
}

const truth = (x: number): number => sigmoid(1.3 * x - 1.2);
const calibratedWorld: ScoredWorld = { centre: 0, truth, head: truth };
/** Its probabilities are too sure of themselves, as the reference shows. */
const boldWorld: ScoredWorld = { centre: 0, truth, head: (x) => sigmoid(1.6 * x - 1.4) };

test.each([
  ["nothing changed", calibratedWorld, calibratedWorld],
  ["other cases come", calibratedWorld, { ...calibratedWorld, centre: 0.8 }],
  ["a head is too sure of itself, and other cases come", boldWorld, { ...boldWorld, centre: 0.5 }],
])("%s: the quality that labels show lies in the stated interval as often as it says", (_, reference, live) => {
  const { logLoss, labelRate } = coverage(reference, live);
  expect(logLoss).toBeGreaterThan(0.95 - SLACK);
  expect(labelRate).toBeGreaterThan(0.95 - SLACK);
});

test("where scores no longer mean what they meant, the estimate is wrong, and the labels say so", () => {
  const live = { ...calibratedWorld, truth: (x: number): number => sigmoid(1.3 * x - 0.7) };
  const { logLoss, labelRate } = coverage(calibratedWorld, live);
  expect(labelRate).toBeLessThan(0.05);
  expect(logLoss).toBeLessThan(0.5);
});
