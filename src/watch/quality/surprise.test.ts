import { expect, test } from "vitest";
import { type LossWatch, openLossWatch, watchLosses } from "./loss-watch.ts";
import { recalibration } from "./recalibration.ts";
import { drawScored, labelSeen, type ScoredWorld, sigmoid } from "./scored.conformance.ts";
import { surprise } from "./surprise.ts";

const truth = (x: number): number => sigmoid(1.3 * x - 1.2);
const world: ScoredWorld = { centre: 0, truth, head: truth };
const reference = labelSeen(drawScored(world, 20_000, 1));
const now = (change: Partial<ScoredWorld>, seed: number, n = 2_000) =>
  labelSeen(drawScored({ ...world, ...change }, n, seed));

/** The head says σ(0.5 x + 0.2) where σ(1.3 x − 1.2) is true: log-odds of what happens are 2.6 times its own, less 1.72. */
test("a recalibration finds the slope and the intercept that were planted", () => {
  const found = recalibration(now({ head: (x) => sigmoid(0.5 * x + 0.2) }, 2, 20_000))!;
  // Bins of a twentieth flatten the slope a little; four standard errors, and 3 %.
  expect(Math.abs(found.slope - 2.6)).toBeLessThan(4 * Math.sqrt(found.variance) + 0.08);
  expect(found.intercept).toBeCloseTo(-1.72, 0.7);
});

test("labels that are all alike, or too few, have no recalibration", () => {
  expect(recalibration(labelSeen({ scores: [0.2, 0.4], labels: [0, 1] }))).toBeUndefined();
  const alike = drawScored({ ...world, truth: () => 1 }, 200, 3);
  expect(recalibration(labelSeen(alike))).toBeUndefined();
});

/** All of one yes at the lowest score and noes above: the likelihood rises as far as the slope falls, and its curvature goes. */
test("labels that scores nearly set apart leave the slope open", () => {
  const scores = [0.06, 0.06, ...new Array<number>(38).fill(0.14)];
  expect(recalibration(labelSeen({ scores, labels: scores.map((score) => (score < 0.1 ? 1 : 0)) }))).toBeUndefined();
  const few = [0.07, ...new Array<number>(38).fill(0.14), 0.3];
  expect(recalibration(labelSeen({ scores: few, labels: few.map((score) => (score < 0.1 ? 1 : 0)) }))).toBeUndefined();
});

/** Of 200 periods, four standard errors of their mean on top of zero, and of a share of one in twenty beyond 1.645. */
test("where scores mean what they meant, labels surprise no more than chance, wherever cases lie", () => {
  for (const centre of [0, 0.8, -0.8]) {
    const all = Array.from(
      { length: 200 },
      (_, seed) => surprise(now({ centre }, 100 + seed, 600), reference, "binary")!,
    );
    const gaps = all.map(({ gaps: { value } }) => value);
    expect(gaps.filter((value) => value > 1.645).length / 200).toBeLessThan(0.05 + 4 * Math.sqrt(0.0475 / 200));
    const z = all.map(({ loss }) => loss!.excess.value / Math.sqrt(loss!.excess.variance));
    expect(Math.abs(z.reduce((sum, one) => sum + one, 0) / 200)).toBeLessThan(0.3 + 4 / Math.sqrt(200));
  }
});

test("where they mean something else, labels surprise, and more of them surprise more", () => {
  const other = { truth: (x: number): number => sigmoid(1.3 * x - 0.6) };
  const few = surprise(now(other, 7, 500), reference, "binary")!;
  const many = surprise(now(other, 7, 5_000), reference, "binary")!;
  expect(many.gaps.value).toBeGreaterThan(6);
  expect(many.gaps.value).toBeGreaterThan(few.gaps.value);
  expect(many.loss!.excess.value).toBeGreaterThan(4 * Math.sqrt(many.loss!.excess.variance));
  expect(surprise(now({}, 8, 10), reference, "binary")).toBeUndefined();
});

test("numbers are held against what was once seen of the same prediction", () => {
  const numbers = (excess: number) => ({
    ...reference,
    labels: { ...reference.labels, weight: 1_500, squaredWeight: 1_500 },
    loss: { ...reference.loss, mean: 4 },
    calibration: [1, 2, 3].map((predicted) => ({ weight: 500, predicted, label: predicted + excess })),
  });
  expect(surprise(numbers(0.5), numbers(0.5), "number")!.gaps.value).toBeLessThan(0);
  expect(surprise(numbers(1), numbers(0.5), "number")!.gaps.value).toBeGreaterThan(3);
});

test("detectors are believed by how seldom they spoke before", () => {
  const steady = (from: LossWatch, periods: number, change: Partial<ScoredWorld> = {}): LossWatch =>
    Array.from({ length: periods }, (_, i) => now(change, 1_000 + from.periods + i, 300).losses).reduce(
      watchLosses,
      from,
    );
  const before = steady(openLossWatch(reference.loss.mean), 60);
  const after = watchLosses(before, now({ truth: (x) => 1 - truth(x) }, 5, 300).losses);
  expect(before.spoke).toBeLessThan(15);
  expect(after.changed).toContain("ADWIN");
  expect(after.evidence).toBeGreaterThan(0.3);
  expect(watchLosses(after, [])).toMatchObject({ changed: [], evidence: 0 });
  // Before anything was seen, that one speaks says nothing.
  expect(watchLosses(openLossWatch(undefined), [1, 1]).evidence).toBe(Math.log(0.5));
});
