import { expect, test } from "vitest";
import { isInsufficient, type Rng, rng } from "../../kernel/index.ts";
import { normalQuantile } from "../distributions/normal.ts";
import type { Estimate } from "../estimate.ts";
import { binOf, mergeQuantiles, noQuantiles, quantileSketchOf } from "../sketches/quantile-sketch.ts";
import { quantileInterval, quantilePoint } from "./quantile.ts";

const RUNS = 400;
const TOLERANCE = 4 * Math.sqrt((0.95 * 0.05) / RUNS);

/** 60 units with 1 to 9 rows that share most of what they are; standard normal rows times √2. */
function clustered(random: Rng): { values: Float64Array; units: Int32Array } {
  const [values, units] = [[] as number[], [] as number[]];
  for (let unit = 0; unit < 60; unit++) {
    const shared = random.normal();
    for (let left = 1 + random.integer(9); left > 0; left--) {
      values.push(shared + random.normal());
      units.push(unit);
    }
  }
  return { values: Float64Array.from(values), units: Int32Array.from(units) };
}

function coverage(q: number, run: (random: Rng) => ReturnType<typeof quantileInterval>, truth: number): number {
  let held = 0;
  for (let unit = 0; unit < RUNS; unit++) {
    const got = run(rng({ seed: 1, unit, purpose: `quantile ${q}` }));
    if (!isInsufficient(got) && got.low <= truth && truth <= got.high) held++;
  }
  return held / RUNS;
}

test("bins keep the order of values, and are narrow", () => {
  const values = [-1e6, -3, -1, -1e-9, 0, 1e-9, 1, 1.01, 2.5, 1e6];
  expect(values.map(binOf)).toEqual(values.map(binOf).toSorted((a, b) => a - b));
  expect(binOf(-0)).toBe(binOf(0));
  expect(binOf(100)).not.toBe(binOf(100 * (1 + 1 / 64)));
});

test("a quantile is the sample's, within a bin's width; exact where a value repeats", () => {
  const random = rng({ seed: 1, purpose: "sample" });
  const values = Float64Array.from({ length: 20_000 }, () => Math.exp(random.normal()));
  const sorted = values.toSorted();
  for (const q of [0.01, 0.25, 0.5, 0.9, 0.99]) {
    const { value } = quantileInterval(quantileSketchOf(values), q) as Estimate;
    const exact = sorted[Math.floor(q * sorted.length)]!;
    expect(Math.abs(value / exact - 1)).toBeLessThan(2 ** -7);
  }
  const counts = values.map(Math.round);
  expect(quantileInterval(quantileSketchOf(counts), 0.5)).toMatchObject({ value: 1, low: 1, high: 1 });
});

test("covers the true quantile as often as it says, of independent values", () => {
  const run = (random: Rng) =>
    quantileInterval(quantileSketchOf(Float64Array.from({ length: 300 }, () => Math.exp(random.normal()))), 0.75);
  expect(Math.abs(coverage(0.75, run, Math.exp(normalQuantile(0.75))) - 0.95)).toBeLessThan(TOLERANCE);
});

test("and of clustered ones, where taking rows as independent falls far short", () => {
  const truth = Math.SQRT2 * normalQuantile(0.75);
  const run = (random: Rng) => {
    const { values, units } = clustered(random);
    return quantileInterval(quantileSketchOf(values, units), 0.75);
  };
  expect(Math.abs(coverage(0.75, run, truth) - 0.95)).toBeLessThan(TOLERANCE);
  const naive = (random: Rng) => quantileInterval(quantileSketchOf(clustered(random).values), 0.75);
  expect(coverage(0.75, naive, truth)).toBeLessThan(0.85);
});

test("sketches of different units merge into the sketch of all", () => {
  const { values, units } = clustered(rng({ seed: 1, purpose: "merge" }));
  const cut = units.indexOf(20);
  const part = (from: number, to?: number) => quantileSketchOf(values.slice(from, to), units.slice(from, to));
  const merged = mergeQuantiles(mergeQuantiles(noQuantiles, part(0, cut)), part(cut));
  expect(merged).toEqual(quantileSketchOf(values, units));
  expect(JSON.parse(JSON.stringify(merged))).toEqual(merged);
});

test("what cannot be said is said to be missing", () => {
  const few = quantileSketchOf(Float64Array.of(1, 2, 3, Number.NaN, Infinity));
  expect(few).toMatchObject({ rows: 3, units: 3 });
  expect(quantileInterval(few, 0.9)).toMatchObject({ reason: "too-few-rows", have: 3 });
  expect(quantilePoint(noQuantiles, 0.5)).toMatchObject({ reason: "too-few-rows", need: 2, have: 0 });
});
