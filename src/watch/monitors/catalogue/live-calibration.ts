import { effectiveSize } from "../../../stats/index.ts";
import { recalibration } from "../../quality/recalibration.ts";
import type { LabelSeen, Seen } from "../../seen/seen.ts";
import type { Stand } from "../followed/beyond.ts";
import { type Followed, follow, readingsOfHeard, type Subject } from "../followed/followed.ts";
import { type LabelledHead, labelledHeads, reachOfHead } from "../followed/heads.ts";
import { wordNumber, wordShare } from "../followed/words.ts";
import { defineMonitor, type Monitor, type MonitorContext } from "../monitor.ts";

/** Whether probabilities and values still mean what they say: too high or too low at all, or too sure of themselves. */
export const liveCalibration: Monitor<Record<never, never>, Followed> = defineMonitor({
  about: "whether probabilities still mean what they say, once labels are known",
  kinds: ["calibration.gap", "calibration.slope"],
  params: {},
  restartsWithReference: true,
  start: (): Followed => ({}),
  step(state, period, { context }) {
    const { followed, heard } = follow(state, { ...context, from: period.from }, subjectsOf(context, period));
    return { state: followed, readings: heard.flatMap(readingsOfHeard) };
  },
});

function subjectsOf(context: MonitorContext, period: Seen): readonly Subject[] {
  return labelledHeads(context.system, period).flatMap((one) => [...gapOf(one, context), ...slopeOf(one, context)]);
}

/** Labels less predictions, on average. */
function gapOf(
  { name, seen, outcome, isBinary }: LabelledHead,
  { system, reference }: MonitorContext,
): readonly Subject[] {
  const n = effectiveSize(seen.labels);
  if (n < 2) return [];
  const { labels, predicted, loss } = seen;
  const perCase = isBinary ? meanVariance(seen.calibration) : loss.mean;
  const word = isBinary ? wordShare : wordNumber;
  return [
    {
      ...{ key: `gap ${name}`, guess: isBinary ? 0.01 : 0.05 * Math.sqrt(loss.mean) },
      measure: { value: labels.mean - predicted.mean, variance: perCase / n },
      stand: standOf(reference?.seen.labels[name], Math.sqrt(perCase)),
      reading: () => ({
        ...{ kind: "calibration.gap", about: { part: "head", name }, reach: reachOfHead(system, name) },
        unit: isBinary ? "share" : "",
        says: `${name} foresaw ${word(predicted.mean)} where ${outcome} came to ${word(labels.mean)}`,
      }),
    },
  ];
}

/** The gap of the training data, and what may differ from it: a twentieth of how much labels vary, two points of a share of 20%. */
function standOf(known: LabelSeen | undefined, scale: number): Stand {
  const expected = known === undefined || !(known.labels.weight > 0) ? 0 : known.labels.mean - known.predicted.mean;
  return { expected, tolerance: 0.05 * scale, scatter: 0.02 * scale };
}

/** Variance of a label about its prediction: p (1 − p) with p as predicted, since few labels do not tell. */
function meanVariance(bins: LabelledHead["seen"]["calibration"]): number {
  const [sum, weight] = bins.reduce(
    ([all, of], bin) => [all + bin.weight * bin.predicted * (1 - bin.predicted), of + bin.weight],
    [0, 0],
  );
  return Math.max(1e-6, weight > 0 ? sum / weight : 0.25);
}

/** How much more log-odds of labels move than those of predictions: below 1, predictions are too sure of themselves. */
function slopeOf({ name, seen, isBinary }: LabelledHead, { system }: MonitorContext): readonly Subject[] {
  const fitted = isBinary ? recalibration(seen) : undefined;
  if (fitted === undefined) return [];
  const { slope, variance } = fitted;
  return [
    {
      ...{ key: `slope ${name}`, guess: 0.05, measure: { value: slope, variance } },
      reading: ({ usual }) => ({
        ...{ kind: "calibration.slope", about: { part: "head", name }, reach: reachOfHead(system, name), unit: "" },
        says: `${name} is ${sureness(slope, usual ?? 1)}: log-odds of what happens grow by ${wordNumber(slope)} for each 1 that it says${usual === null ? "" : `, usually by ${wordNumber(usual)}`}`,
      }),
    },
  ];
}

const sureness = (slope: number, usual: number): string =>
  slope < usual ? "surer of itself than it may be" : "less sure of itself than it may be";
