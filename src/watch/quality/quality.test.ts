import { expect, test } from "vitest";
import { isInsufficient } from "../../kernel/index.ts";
import { noMoments, weightedMomentsOf } from "../../stats/index.ts";
import { calibrated, calibrationCurve } from "./calibration-curve.ts";
import { estimateQuality, type QualityBeforeLabels } from "./estimate-quality.ts";
import { reconcile } from "./reconcile.ts";
import { drawScored, labelSeen, outputSeen, quantileLayout, type Scored, sigmoid } from "./scored.conformance.ts";

const truth = (x: number): number => sigmoid(1.3 * x - 1.2);
const world = { centre: 0, truth, head: truth };

function known<T>(value: T): Exclude<T, { kind: "insufficient" }> {
  if (isInsufficient(value)) throw new Error(value.reason);
  return value as Exclude<T, { kind: "insufficient" }>;
}

function before(reference: Scored, scores: readonly number[], share = 0.3): QualityBeforeLabels {
  const layout = quantileLayout(reference.scores);
  const acted = { count: share * scores.length };
  const stakes = {
    act: "call",
    otherwise: "skip",
    money: { act: { yes: 80, no: -20 }, otherwise: { yes: 0, no: 0 } },
    currency: "USD",
    basis: "measured",
  } as const;
  return known(
    estimateQuality({ layout, output: outputSeen(layout, scores), known: labelSeen(reference), acted, stakes }),
  );
}

/** The same measures of the very decisions, by their definitions, from what truly happens on average. */
function direct({ scores }: Scored, yes: readonly number[], share: number) {
  const order = scores.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const acted = new Set(order.slice(0, Math.round(share * scores.length)));
  const mean = (f: (i: number) => number): number => scores.reduce((sum, _, i) => sum + f(i), 0) / scores.length;
  const all = mean((i) => yes[i]!);
  const hit = mean((i) => (acted.has(i) ? yes[i]! : 0));
  return {
    labelRate: all,
    logLoss: mean((i) => -yes[i]! * Math.log(scores[i]!) - (1 - yes[i]!) * Math.log(1 - scores[i]!)),
    brier: mean((i) => yes[i]! * (1 - scores[i]!) ** 2 + (1 - yes[i]!) * scores[i]! ** 2),
    accuracy: mean((i) => (acted.has(i) ? yes[i]! : 1 - yes[i]!)),
    precision: hit / share,
    recall: hit / all,
    moneyPerDecision: mean((i) => (acted.has(i) ? 80 * yes[i]! - 20 * (1 - yes[i]!) : 0)),
    rocAuc: pairsRight(order.toReversed(), yes) / (all * (1 - all) * scores.length ** 2),
  };
}

/** Pairs of a yes and a no that the order from the lowest score puts right. */
function pairsRight(order: readonly number[], yes: readonly number[]): number {
  let [right, noBelow] = [0, 0];
  for (const i of order) {
    right += yes[i]! * (noBelow + (1 - yes[i]!) / 2);
    noBelow += 1 - yes[i]!;
  }
  return right;
}

/** From bins alone every measure is off by less than two thousandths of its size: bins are a twentieth of the decisions each. */
test("with the true chances, every measure is what its definition gives", () => {
  const cases = drawScored(world, 20_000, 1);
  // Labels that are the chances themselves, so often that nothing is left to chance.
  const exact = labelSeen({ scores: cases.scores, labels: cases.scores });
  const layout = quantileLayout(cases.scores);
  const stakes = {
    act: "call",
    otherwise: "skip",
    money: { act: { yes: 80, no: -20 }, otherwise: { yes: 0, no: 0 } },
    currency: "USD",
    basis: "measured",
  } as const;
  const { measures, n } = known(
    estimateQuality({
      layout,
      output: outputSeen(layout, cases.scores),
      known: exact,
      acted: { count: 6_000 },
      stakes,
    }),
  );
  expect(n).toBe(20_000);
  for (const [name, value] of Object.entries(direct(cases, cases.scores, 0.3)))
    expect(measures[name as keyof typeof measures]!.value / value, name).toBeCloseTo(1, 2.4);
});

test("a threshold says who is acted on as well as a count does", () => {
  const cases = drawScored(world, 20_000, 2);
  const layout = quantileLayout(cases.scores);
  const output = outputSeen(layout, cases.scores);
  const from = 0.4;
  const count = cases.scores.filter((score) => score >= from).length;
  const asked = { layout, output, known: labelSeen(cases) };
  const [byScore, byCount] = [{ from }, { count }].map((acted) => known(estimateQuality({ ...asked, acted })).measures);
  expect(byScore!.precision!.value).toBeCloseTo(byCount!.precision!.value, 2);
  expect(byScore!.accuracy!.value).toBeCloseTo(byCount!.accuracy!.value, 2);
  expect(byScore!.moneyPerDecision).toBeUndefined();
});

test("of fewer labels in the reference, and of fewer decisions, less is known", () => {
  const [few, many] = [drawScored(world, 400, 3), drawScored(world, 20_000, 3)];
  const scores = drawScored(world, 4_000, 4).scores;
  const loss = (reference: Scored, of: readonly number[]) => before(reference, of).measures.logLoss!;
  expect(loss(few, scores).fromCalibration).toBeGreaterThan(3 * loss(many, scores).fromCalibration);
  expect(loss(many, scores.slice(0, 400)).fromSampling / loss(many, scores).fromSampling).toBeCloseTo(
    Math.sqrt(10),
    0.5,
  );
});

test("scores without labels in the reference, and periods without scores, are not enough", () => {
  const cases = drawScored(world, 1_000, 5);
  const layout = quantileLayout(cases.scores);
  const output = outputSeen(layout, cases.scores);
  const acted = { count: 0 };
  expect(estimateQuality({ layout, output, known: undefined, acted })).toMatchObject({ reason: "too-few-labels" });
  const nothing = { bins: output.bins.map(() => 0), sums: output.sums.map(() => 0), missing: 9, numbers: noMoments };
  expect(estimateQuality({ layout, output: nothing, known: labelSeen(cases), acted })).toMatchObject({
    reason: "no-scores",
  });
});

test("nobody acted on: precision does not exist, and is left out", () => {
  const cases = drawScored(world, 1_000, 6);
  const { measures } = before(cases, cases.scores, 0);
  expect(measures.precision).toBeUndefined();
  expect(measures.recall!.value).toBe(0);
});

test("what labels said is kept between scores, and beyond the outermost", () => {
  const curve = [
    { predicted: 0.2, excess: 0.1, variance: 0 },
    { predicted: 0.4, excess: -0.1, variance: 0 },
  ];
  expect([0.1, 0.2, 0.3, 0.4, 0.5].map((score) => calibrated(curve, score))).toEqual([
    expect.closeTo(0.2),
    expect.closeTo(0.3),
    expect.closeTo(0.3),
    expect.closeTo(0.3),
    expect.closeTo(0.4),
  ]);
  expect(calibrated(curve, 0.99)).toBeCloseTo(0.89);
  expect(calibrated([], 0.7)).toBe(0.7);
  expect(calibrationCurve(labelSeen({ scores: [0.5], labels: [1] }))).toMatchObject({ kind: "insufficient" });
});

test("of labels of a sample chance takes more: the same distance is no longer out of the interval", () => {
  const estimate = { value: 0.5, level: 0.95, fromSampling: 0.01, fromCalibration: 0 };
  const found = (n: number) =>
    weightedMomentsOf(
      Array.from({ length: n }, () => 0.53),
      Array.from({ length: n }, () => 1),
    );
  expect(reconcile({ n: 400, estimate, found: found(400) })).toMatchObject({ isInside: false, z: expect.closeTo(3) });
  expect(reconcile({ n: 400, estimate, found: found(100) })).toMatchObject({ isInside: true, z: expect.closeTo(1.5) });
  expect(reconcile({ n: 400, estimate, found: found(0) })).toMatchObject({ reason: "no-labels" });
});
