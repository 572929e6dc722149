import { describe, expect, test } from "vitest";
import { type Table, tableOf } from "../../data/index.ts";
import { isInsufficient, rng } from "../../kernel/index.ts";
import type { Model } from "../../model/index.ts";
import { interactionStrength } from "./interaction.ts";
import { partialDependence } from "./partial-dependence.ts";
import { permutationImportance } from "./permutation-importance.ts";

/** A forest with the scores of x ≤ 0, of x and z together, and nothing of `idle`. */
function forest(
  nodes: readonly (readonly [slot: number, value: number, right: number])[],
  roots: readonly number[],
): Model {
  return {
    format: "trees",
    signature: {
      task: "regression",
      classes: [],
      features: ["x", "z", "idle"].map((name) => ({ name, kind: "number" as const })),
    },
    calibration: { kind: "none" },
    body: {
      base: [0],
      link: "identity",
      scale: 1,
      roots: Int32Array.from(roots),
      slot: Int32Array.from(nodes, ([slot]) => slot),
      value: Float64Array.from(nodes, ([, value]) => value),
      vectors: new Float64Array(0),
      right: Int32Array.from(nodes, ([, , right]) => right),
      missing: new Uint8Array(nodes.length),
      gain: new Float64Array(nodes.length),
      cover: new Float64Array(nodes.length).fill(1),
      levels: [[], [], []],
      sets: [],
    },
  };
}

const step = (slot: number, at: number, height: number) =>
  [
    [slot, 0, at + 2],
    [-1, 0, 0],
    [-1, height, 0],
  ] as const;
/** 3 where x > 0, plus 1 where z > 0. */
const additive = forest([...step(0, 0, 3), ...step(1, 3, 1)], [0, 3]);
/** 2 where x and z are on the same side of 0. */
const crossed = forest(
  [
    [0, 0, 4],
    [1, 0, 3],
    [-1, 2, 0],
    [-1, 0, 0],
    [1, 0, 6],
    [-1, 0, 0],
    [-1, 2, 0],
  ],
  [0],
);

function rows(count: number, seed: number): Table {
  const random = rng({ seed, purpose: "explain" });
  const draw = () => ({ x: random.normal(), z: random.normal(), idle: random.normal() });
  return tableOf({ x: "number", z: "number", idle: "number" }, Array.from({ length: count }, draw));
}

describe("permutation importance", () => {
  test("is the variance that a feature explains, twice, and nothing for an idle one", () => {
    // Label = score, so that shuffling x costs E[(3·1{x>0} − 3·1{x'>0})²] = 9 · 1/2, and z 1 · 1/2.
    const expected = { x: 4.5, z: 0.5, idle: 0 } as const;
    const runs = 60;
    let held = 0;
    for (let seed = 0; seed < runs; seed++) {
      const table = rows(400, seed);
      const [x, z] = table.columns.map((each) => ("values" in each ? each.values : new Float64Array(0)));
      const labels = Float64Array.from(x!, (value, i) => (value > 0 ? 3 : 0) + (z![i]! > 0 ? 1 : 0));
      const found = permutationImportance(additive as never, { table, labels }, { seed });
      expect(found.map(({ feature }) => feature)).toEqual(["x", "z", "idle"]);
      const idle = found.at(-1)!.increase;
      expect(isInsufficient(idle) || idle.value === 0).toBe(true);
      const first = found[0]!.increase;
      if (!isInsufficient(first) && first.low <= expected.x && expected.x <= first.high) held++;
    }
    // At least 95 % less four standard errors.
    expect(held / runs).toBeGreaterThanOrEqual(0.95 - 4 * Math.sqrt((0.95 * 0.05) / runs));
  });
});

describe("partial dependence", () => {
  test("is a feature's own part of an additive model, shifted by the others' mean", () => {
    const points = partialDependence(additive, rows(2_000, 1), { feature: "x", points: 9 });
    const below = points.filter(({ value }) => (value as number) <= 0);
    const above = points.filter(({ value }) => (value as number) > 0);
    expect(below.length).toBeGreaterThan(2);
    for (const { mean } of above) expect(mean - below[0]!.mean).toBeCloseTo(3, 12);
    for (const { mean, low, high } of below) {
      expect(mean).toBeGreaterThan(0.4);
      expect(mean).toBeLessThan(0.6);
      expect([low, high]).toEqual([0, 1]);
    }
  });
  test("takes texts, flags and columns in which everything is missing", () => {
    const constant: Model = {
      format: "constant",
      signature: { task: "regression", classes: [], features: [] },
      calibration: { kind: "none" },
      body: { outputs: [7] },
    };
    const table = tableOf({ plan: "text", vip: "flag", gap: "number" }, [
      { plan: "a", vip: true, gap: null },
      { plan: "a", vip: null, gap: null },
      { plan: "b", vip: false, gap: null },
    ]);
    const of = (feature: string) =>
      partialDependence(constant, table, { feature }).map(({ value, mean }) => [value, mean]);
    expect(of("plan")).toEqual([
      ["a", 7],
      ["b", 7],
    ]);
    expect(of("vip")).toEqual([
      [false, 7],
      [true, 7],
    ]);
    expect(of("gap")).toEqual([[null, 7]]);
  });
});

describe("interaction strength", () => {
  test("is 0 where effects add up and for a feature without one, and 1 where nothing else is there", () => {
    const table = rows(200, 3);
    expect(interactionStrength(additive, table, { features: ["x", "z"] })).toBeCloseTo(0, 6);
    expect(interactionStrength(crossed, table, { features: ["x", "idle"] })).toBeCloseTo(0, 6);
    // The sample is not exactly balanced, so that a little main effect is left.
    expect(interactionStrength(crossed, table, { features: ["x", "z"] })).toBeGreaterThan(0.9);
  });
});
