import { describe, expect, test } from "vitest";
import { between, isInsufficient, oneOf, type Space } from "../../kernel/index.ts";
import { fromUnit, type Point, toUnit } from "./coordinates.ts";
import { halving, hyperband } from "./halving.ts";
import { importanceOfParams } from "./importance.ts";
import { bestTold, type SearchMethod, type SearchPlan, type Told } from "./method.ts";
import { searchMethods } from "./methods.ts";
import { random } from "./random.ts";
import { tpe } from "./tpe.ts";

type Loss = (params: Point, share: number) => number | null;

/** Runs a search to its end, as anyone would who has the trials' losses. */
function searched(method: SearchMethod, plan: SearchPlan, loss: Loss): readonly Told[] {
  const told: Told[] = [];
  for (;;) {
    const drafts = method.next(plan, told);
    if (drafts.length === 0) return told;
    told.push(...drafts.map((draft) => ({ ...draft, loss: loss(draft.params, draft.share) })));
  }
}

const plan = (space: Space, more: Partial<SearchPlan> = {}): SearchPlan => ({
  ...{ space, start: [], trials: 40, batch: 4, seed: 1 },
  ...more,
});

const num = (value: unknown): number => value as number;

/** Branin's function over its usual rectangle: three best places, 0.397887 at each. */
const rectangle = { x: between(-5, 10), y: between(0, 15) };
const branin: Loss = (params) => {
  const [x, y] = [num(params.x), num(params.y)];
  const bend = y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6;
  return bend ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
};

/** Six parameters as a boosted tree has them: two matter much, one a little, three not at all. */
const sixWide = {
  rate: between(0.001, 1, { log: true }),
  leaves: between(2, 512, { log: true, whole: true }),
  kind: oneOf(["a", "b", "c"]),
  idle1: between(0, 1),
  idle2: between(0, 1),
  idle3: between(1, 1e6, { log: true }),
};
const tuned: Loss = ({ rate, leaves, kind }) =>
  Math.log10(num(rate) / 0.05) ** 2 + (Math.log2(num(leaves) / 32) / 4) ** 2 + (kind === "b" ? 0 : 0.2);

const SEEDS = Array.from({ length: 60 }, (_, i) => i);
const best = (told: readonly Told[]): number => bestTold(told)?.loss ?? Number.NaN;

/** How many standard errors the mean of paired differences lies above 0. */
function standardised(differences: readonly number[]): number {
  const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length;
  const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (differences.length - 1);
  return mean / Math.sqrt(variance / differences.length);
}

describe("a space", () => {
  test.each([
    between(8, 128, { log: true, whole: true }),
    between(-3, 5),
    between(0.01, 0.3, { log: true }),
    between(0, 1, { whole: true }),
  ])("of %j gives its ends and nothing outside, and a place comes back", (dimension) => {
    expect(fromUnit(dimension, 0)).toBe(dimension.low);
    expect(fromUnit(dimension, 1)).toBe(dimension.high);
    for (const place of [0.01, 0.3, 0.5, 0.77, 0.99]) {
      const value = fromUnit(dimension, place);
      expect(value).toBeGreaterThanOrEqual(dimension.low);
      expect(value).toBeLessThanOrEqual(dimension.high);
      if (!dimension.whole) expect(toUnit(dimension, value)).toBeCloseTo(place, 1);
      expect(fromUnit(dimension, toUnit(dimension, value))).toBe(value);
    }
  });

  test("gives every whole number of an even range as often", () => {
    const told = searched(random, plan({ k: between(1, 4, { whole: true }) }, { trials: 4_000 }), () => 0);
    const counts = [1, 2, 3, 4].map((k) => told.filter(({ params }) => params.k === k).length);
    // Binomial(4000, 1/4): 1000 with a standard deviation of 27.
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(4 * 27.4);
  });

  test.each([
    () => between(2, 1),
    () => between(0, 1, { log: true }),
    () => between(0.5, 2, { whole: true }),
    () => between(0, Infinity),
    () => oneOf([]),
    () => oneOf([1, 1]),
  ])("that cannot be searched is refused", (declare) => {
    expect(declare).toThrow(expect.objectContaining({ code: "params.space-invalid" }));
  });
});

describe.each(Object.values(searchMethods))("$name", (method) => {
  test("proposes the same again for the same seed, and something else for another", () => {
    const run = (seed: number) => searched(method, plan(sixWide, { seed }), tuned);
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
  });

  test("numbers its trials, keeps to its points and its batch, tries the start first, and stays in the space", () => {
    const start = [{ ...(random.next(plan(sixWide, { seed: 9 }), [])[0]?.params ?? {}) }];
    const narrow = plan(sixWide, { start, trials: 21, batch: 3 });
    const told = searched(method, narrow, tuned);
    expect(told.map(({ number }) => number)).toEqual(told.map((_, i) => i));
    expect(new Set(told.map(({ point }) => point)).size).toBe(21);
    expect(told[0]?.params).toEqual(start[0]);
    expect(method.next(narrow, []).length).toBeLessThanOrEqual(3);
    for (const { params, share } of told) {
      expect(["a", "b", "c"]).toContain(params.kind);
      expect(num(params.rate) >= 0.001 && num(params.rate) <= 1 && Number.isInteger(params.leaves)).toBe(true);
      expect(share > 0 && share <= 1).toBe(true);
    }
  });

  test("goes on past trials that fail, and never calls one of them the best", () => {
    const told = searched(method, plan(sixWide), (params, share) =>
      params.kind === "a" ? null : tuned(params, share),
    );
    expect(bestTold(told)?.params.kind).not.toBe("a");
    expect(bestTold(searched(method, plan(sixWide), () => null))).toBeUndefined();
  });
});

describe("the Parzen estimator", () => {
  // Paired over 60 seeds, the first ten trials in common. 3 standard errors: by luck alone in 1 of 700 such tests.
  test.each([
    ["Branin, 40 trials", rectangle, branin, 40],
    ["six parameters, 40 trials", sixWide, tuned, 40],
    ["six parameters, 100 trials", sixWide, tuned, 100],
  ] as const)("finds better places than chance with the same number of trials: %s", (...given) => {
    const [, space, loss, trials] = given;
    const difference = SEEDS.map((seed) => {
      const same = plan(space, { seed, trials });
      return best(searched(random, same, loss)) - best(searched(tpe, same, loss));
    });
    expect(standardised(difference)).toBeGreaterThan(3);
  });

  test("learns which option is good", () => {
    const told = searched(tpe, plan({ kind: oneOf(["a", "b", "c", "d"]) }, { trials: 60 }), ({ kind }) =>
      kind === "c" ? 0 : 1,
    );
    expect(told.slice(30).filter(({ params }) => params.kind === "c").length).toBeGreaterThan(20);
  });
});

describe("halving", () => {
  /** A learning curve: less of the resource is worse, and blurs who is better. */
  const curve: Loss = (params, share) => (tuned(params, 1) ?? 0) + 0.3 * (1 / share - 1) * 0.1;
  const cost = (told: readonly Told[]): number => told.reduce((sum, { share }) => sum + share, 0);

  test("finds the same best as trying every point in full, for less than half the cost", () => {
    for (const seed of SEEDS.slice(0, 20)) {
      const same = plan(sixWide, { seed, trials: 27 });
      const [full, thinned] = [searched(random, same, curve), searched(halving, same, curve)];
      expect(bestTold(thinned)?.params).toEqual(bestTold(full)?.params);
      expect(cost(thinned)).toBeLessThan(cost(full) / 2);
    }
  });

  test("gives a third of the points three times as much, rung by rung", () => {
    const told = searched(halving, plan(sixWide, { trials: 27 }), curve);
    const rungs = [1 / 9, 1 / 3, 1].map((share) => told.filter((one) => Math.abs(one.share - share) < 1e-12).length);
    expect(rungs).toEqual([27, 9, 3]);
    expect(told.at(-1)?.share).toBe(1);
  });

  test("in brackets finds the best where a small share misleads", () => {
    // On little the ranking is upside down: only a point that was never thinned out can win.
    const misleading: Loss = (params, share) => (share < 1 ? -(tuned(params, 1) ?? 0) : tuned(params, 1));
    const gain = SEEDS.map((seed) => {
      const same = plan(sixWide, { seed, trials: 40 });
      return best(searched(halving, same, misleading)) - best(searched(hyperband, same, misleading));
    });
    expect(standardised(gain)).toBeGreaterThan(3);
  });

  test("with one or two points is nothing but trying them", () => {
    for (const trials of [1, 2])
      for (const method of [halving, hyperband])
        expect(searched(method, plan(sixWide, { trials }), curve).map(({ share }) => share)).toEqual(
          Array(trials).fill(1),
        );
  });
});

describe("importance", () => {
  test("is close to the exact shares of variance of a known function", () => {
    // 3u + v over independent uniforms: variances 9/12 and 1/12, so 0.9 and 0.1; w does nothing.
    const space = { u: between(0, 1), v: between(0, 1), w: between(0, 1) };
    const told = searched(random, plan(space, { trials: 400 }), ({ u, v }) => 3 * num(u) + num(v));
    const shares = importanceOfParams(space, told, 1);
    if (isInsufficient(shares)) expect.unreachable();
    // The forest's steps and the cut at the worst tenth blur it by a few hundredths.
    expect(shares.u).toBeGreaterThan(0.8);
    expect(shares.u).toBeLessThanOrEqual(1);
    expect(Math.abs((shares.v ?? 0) - 0.1)).toBeLessThan(0.06);
    expect(shares.w).toBeLessThan(0.02);
  });

  test("says so when there are too few trials, or nothing differs", () => {
    const space = { u: between(0, 1) };
    const run = (trials: number) => searched(random, plan(space, { trials }), () => 1);
    expect(importanceOfParams(space, run(9), 1)).toMatchObject({ reason: "too-few-trials", have: 9 });
    expect(importanceOfParams(space, run(20), 1)).toMatchObject({ reason: "zero-variance" });
  });
});
