import { describe, expect, test } from "vitest";
import { isInsufficient, type Rng, rng } from "../../kernel/index.ts";
import {
  accuracy,
  brier,
  ece,
  logLoss,
  type Metric,
  type MetricInput,
  mae,
  multiclassAccuracy,
  multiclassLogLoss,
  prAuc,
  precision,
  r2,
  recall,
  rmse,
  rocAuc,
} from "./index.ts";

/** One row of a world whose truth is known: its scores (one, or one per class) and its label. */
type Draw = (random: Rng) => readonly [scores: readonly number[], label: number];

/** Scores uniform on (0, 1), and exactly the probability of the label. */
const honest: Draw = (random) => {
  const p = random.uniform();
  return [[p], random.uniform() < p ? 1 : 0];
};
/** Scores twice as far from a half as the truth: off by |p − ½| / 2, on average 1/8. */
const overconfident: Draw = (random) => {
  const p = random.uniform();
  return [[p], random.uniform() < 0.25 + p / 2 ? 1 : 0];
};
/** Honest below a half, and above it a tenth too sure: off by 1/20 on average, where half of the bins show noise alone. */
const halfHonest: Draw = (random) => {
  const p = random.uniform();
  return [[p], random.uniform() < (p < 0.5 ? p : p - 0.1) ? 1 : 0];
};
/** The label is the score and a normal error of a half. */
const linear: Draw = (random) => {
  const x = random.normal();
  return [[x], x + 0.5 * random.normal()];
};
/** Three class probabilities uniform on the simplex, and exactly right. */
const threeClasses: Draw = (random) => {
  const raw = [0, 1, 2].map(() => -Math.log(1 - random.uniform()));
  const p = raw.map((x) => x / (raw[0]! + raw[1]! + raw[2]!));
  const u = random.uniform();
  return [p, u < p[0]! ? 0 : u < p[0]! + p[1]! ? 1 : 2];
};

interface World {
  readonly metric: Metric;
  readonly draw: Draw;
  /** By integration over the world's distribution. */
  readonly truth: number;
  readonly rows: number;
  readonly runs: number;
}

const closed = { rows: 120, runs: 400 };
const resampled = { rows: 200, runs: 120 };
const worlds: readonly World[] = [
  { metric: rocAuc, draw: honest, truth: 5 / 6, ...closed },
  { metric: prAuc, draw: honest, truth: 5 / 6, ...resampled },
  { metric: logLoss, draw: honest, truth: 0.5, ...closed },
  { metric: brier, draw: honest, truth: 1 / 6, ...closed },
  { metric: ece, draw: overconfident, truth: 1 / 8, ...resampled },
  { metric: accuracy, draw: honest, truth: 3 / 4, ...closed },
  { metric: precision, draw: honest, truth: 3 / 4, ...closed },
  { metric: recall, draw: honest, truth: 3 / 4, ...closed },
  { metric: rmse, draw: linear, truth: 0.5, ...closed },
  { metric: mae, draw: linear, truth: 0.5 * Math.sqrt(2 / Math.PI), ...closed },
  { metric: r2, draw: linear, truth: 0.8, ...closed },
  // The expected entropy of a uniform distribution on the simplex: 1/2 + 1/3; the expected largest share: 11/18.
  { metric: multiclassLogLoss, draw: threeClasses, truth: 5 / 6, ...closed },
  { metric: multiclassAccuracy, draw: threeClasses, truth: 11 / 18, ...closed },
];

const COPIES = 3;

/** Every drawn row `copies` times, as when one patient comes again and again with the same story. */
function sample(
  { draw, rows }: World,
  random: Rng,
  copies: number,
): { data: Required<Pick<MetricInput, "clusters" | "classes">>; scores: Float64Array; labels: Float64Array } {
  const drawn = Array.from({ length: rows }, () => draw(random));
  const copied = drawn.flatMap((row, cluster) => Array.from({ length: copies }, () => ({ row, cluster })));
  return {
    scores: Float64Array.from(copied.flatMap(({ row }) => row[0])),
    labels: Float64Array.from(copied, ({ row }) => row[1]),
    data: { clusters: Int32Array.from(copied, ({ cluster }) => cluster), classes: drawn[0]![0].length },
  };
}

type Way = "independent" | "clustered" | "naive";

/** The share of runs whose 95 % interval holds the truth. */
function coverage(world: World, way: Way): number {
  let held = 0;
  for (let unit = 0; unit < world.runs; unit++) {
    const random = rng({ seed: 11, unit, purpose: world.metric.name });
    const { scores, labels, data } = sample(world, random, way === "independent" ? 1 : COPIES);
    const input = way === "clustered" ? data : { classes: data.classes };
    const got = world.metric(scores, labels, { ...input, seed: unit });
    if (!isInsufficient(got) && got.low <= world.truth && world.truth <= got.high) held++;
  }
  return held / world.runs;
}

describe.each(worlds.map((world) => [world.metric.name, world] as const))("the interval of %s", (_, world) => {
  const tolerance = 4 * Math.sqrt((0.95 * 0.05) / world.runs);
  test("covers the truth as often as it says, over independent rows", () => {
    expect(Math.abs(coverage(world, "independent") - 0.95)).toBeLessThanOrEqual(tolerance);
  });
  test("covers it as often when rows come in clusters, and too seldom when that is ignored", () => {
    expect(Math.abs(coverage(world, "clustered") - 0.95)).toBeLessThanOrEqual(tolerance);
    // Three copies shrink the naive interval by √3: normal theory gives P(|Z| < 1.13) = 0.74.
    expect(coverage({ ...world, runs: 100 }, "naive")).toBeLessThan(0.9);
  });
});

// Noise makes a measured calibration error larger than the true one, most of all where the true one is small.
test.each([
  ["perfect", honest, 0],
  ["half perfect", halfHonest, 0.05],
] as const)("the interval of a %s calibration holds its truth as often as it says", (...[, draw, truth]) => {
  const world = { metric: ece, draw, truth, ...resampled };
  expect(coverage(world, "independent")).toBeGreaterThanOrEqual(0.95 - 4 * Math.sqrt((0.95 * 0.05) / world.runs));
});
