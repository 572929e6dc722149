import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { adjustForMany } from "./false-discoveries.ts";
import { type Independence, independence } from "./independence.ts";
import { type Alternative, type KolmogorovSmirnov, kolmogorovSmirnov } from "./kolmogorov-smirnov.ts";
import { jensenShannon, largestDifference, populationStability, relativeEntropy } from "./shares.ts";
import { wasserstein } from "./wasserstein.ts";

interface Case {
  readonly name: string;
  readonly function: string;
  readonly inputs: Readonly<Record<string, never>>;
  readonly expected: Readonly<Record<string, number | string>>;
  readonly tolerance: { readonly rel?: number; readonly abs?: number };
}

const path = new URL("../../../../shared/cases/scipy.json", import.meta.url);
const all: readonly Case[] = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).cases : [];
const casesOf = (name: string): readonly Case[] => all.filter((one) => one.function.startsWith(name));
const skipped = "(skipped where ../shared/cases/scipy.json is absent)";

function agree(one: Case, field: string, got: number): void {
  const wanted = Number(one.expected[field]);
  if (Number.isNaN(wanted)) return;
  const { rel = 0, abs = 0 } = one.tolerance;
  if (wanted === Infinity) expect(got, one.name).toBe(Infinity);
  else
    expect(Math.abs(got - wanted), `${one.name}: ${got} for ${wanted}`).toBeLessThanOrEqual(
      abs + rel * Math.abs(wanted) + 1e-13,
    );
}

const ascending = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);

function weighted(values: readonly number[], weights?: readonly number[]): { values: number[]; weights: number[] } {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  return { values: order.map((i) => values[i]!), weights: order.map((i) => weights?.[i] ?? 1) };
}

describe("published values", () => {
  test.skipIf(all.length === 0)(`Kolmogorov and Smirnov ${skipped}`, () => {
    for (const one of casesOf("ks_2samp")) {
      const { x, y, alternative } = one.inputs as unknown as { x: number[]; y: number[]; alternative: Alternative };
      const got = kolmogorovSmirnov(ascending(x), ascending(y), alternative) as KolmogorovSmirnov;
      agree(one, "statistic", got.statistic);
      agree(one, "pvalue", got.pValue);
    }
  });

  test.skipIf(all.length === 0)(`Wasserstein ${skipped}`, () => {
    for (const one of casesOf("wasserstein")) {
      const { u_values, v_values, u_weights, v_weights } = one.inputs as unknown as Record<string, number[]>;
      agree(one, "distance", wasserstein(weighted(u_values!, u_weights), weighted(v_values!, v_weights)));
    }
  });

  test.skipIf(all.length === 0)(`Jensen and Shannon, in nats there and in bits here ${skipped}`, () => {
    for (const one of casesOf("jensenshannon")) {
      const { p, q, base } = one.inputs as unknown as { p: number[]; q: number[]; base: number | null };
      agree(one, "distance", jensenShannon(p, q) * Math.sqrt(base === 2 ? 1 : Math.LN2));
    }
  });

  test.skipIf(all.length === 0)(`relative entropy ${skipped}`, () => {
    for (const one of casesOf("entropy")) {
      const { pk, qk } = one.inputs as unknown as { pk: number[]; qk: number[] | null };
      if (qk !== null) agree(one, "entropy", relativeEntropy(pk, qk));
    }
  });

  test.skipIf(all.length === 0)(`chi-square of tables, without correction ${skipped}`, () => {
    for (const one of casesOf("chi2_contingency")) {
      const { observed, correction, lambda_ } = one.inputs as unknown as {
        observed: number[][];
        correction?: boolean;
        lambda_?: string;
      };
      const isFlat = Array.isArray(observed[0]) && !Array.isArray(observed[0]![0]);
      const isCorrected = observed.length === 2 && observed[0]!.length === 2 && correction !== false;
      if (!isFlat || isCorrected || lambda_ !== undefined) continue;
      const got = independence(observed) as Independence;
      agree(one, "statistic", got.statistic);
      agree(one, "pvalue", got.pValue);
      agree(one, "dof", got.df);
    }
  });
});

describe("distances of shares", () => {
  test("known answers", () => {
    expect(largestDifference([1, 1], [3, 1])).toBeCloseTo(0.25, 12);
    // (0.5 − 0.25) ln 2 + (0.5 − 0.75) ln (2/3)
    expect(populationStability([50, 50], [25, 75])).toBeCloseTo(0.25 * Math.log(2) + 0.25 * Math.log(1.5), 12);
    expect(populationStability([10, 0], [10, 0])).toBe(0);
    expect(populationStability([100, 0], [90, 10])).toBeLessThan(Infinity);
  });
});

describe("many questions at once", () => {
  test("p-values as Benjamini and Hochberg adjust them", () => {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "BH")
    const adjusted = adjustForMany([0.01, 0.04, 0.03, 0.005]);
    [0.02, 0.04, 0.04, 0.02].forEach((wanted, i) => {
      expect(adjusted[i]).toBeCloseTo(wanted, 12);
    });
    expect(adjustForMany([])).toEqual([]);
  });
});

describe("what cannot be answered", () => {
  test("an empty sample, and a table of one row", () => {
    expect(isInsufficient(kolmogorovSmirnov([], [1]))).toBe(true);
    expect(isInsufficient(independence([[1, 2]]))).toBe(true);
  });
});

test("under no change, the p-values of both sizes of test are uniform enough: 5 % come below 0.05", () => {
  for (const size of [60, 1_500]) {
    const trials = 400;
    let below = 0;
    for (let trial = 0; trial < trials; trial++) {
      const random = rng({ seed: 5, unit: `${size} ${trial}`, purpose: "a-a" });
      const draw = (): Float64Array => Float64Array.from({ length: size }, () => random.normal()).sort();
      const found = kolmogorovSmirnov(draw(), draw()) as KolmogorovSmirnov;
      if (found.pValue <= 0.05) below++;
    }
    // Binomial(400, ≤ 0.05): above 35 once in 1,000.
    expect(below).toBeLessThanOrEqual(35);
    expect(below).toBeGreaterThanOrEqual(5);
  }
});
