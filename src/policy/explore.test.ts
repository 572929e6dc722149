import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rng } from "../kernel/index.ts";
import { rightOrWrong } from "../objective/index.ts";
import { normalCdf } from "../stats/index.ts";
import {
  actIf,
  actProbability,
  answerFrom,
  beliefOf,
  choiceShares,
  choose,
  drawFrom,
  type Explore,
  epsilon,
  mergeResiduals,
  pickLabel,
  policyInvalid,
  rankScores,
  settleExploring,
  softmax,
  thompson,
  UNSEEN,
  withResidual,
} from "./index.ts";

const N = 20_000;
/** Four standard errors of a share that is seen N times: one test in 16,000 would exceed it by chance. */
const within = (share: number): number => 4 * Math.sqrt((share * (1 - share)) / N) + 1e-12;

const ways: readonly (readonly [string, Explore | undefined])[] = [
  ["not at all", undefined],
  ["by epsilon", epsilon(0.1)],
  ["by softmax", softmax({ temperature: 0.7 })],
  ["by Thompson sampling", thompson({ scale: 0.5 })],
];

describe.each(ways)("a choice between several that explores %s", (_, explore) => {
  const names = ["a", "b", "c", "d"];
  const values = [1, 1.4, -Infinity, 0.2];

  test("falls on each as often as its propensity says", () => {
    const shares = choiceShares({ names, values }, explore);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(shares[2]).toBe(0);
    const counts = new Float64Array(names.length);
    for (let i = 0; i < N; i++) {
      const drawn = drawFrom(shares, rng({ seed: 0, unit: `dec_${i}`, purpose: "policy" }).at(0));
      counts[drawn as number] = (counts[drawn as number] as number) + 1;
    }
    for (const [i, share] of shares.entries())
      expect(Math.abs((counts[i] as number) / N - share)).toBeLessThanOrEqual(within(share));
  });

  test("never falls on what is missing, takes what is infinite, and nothing where there is nothing", () => {
    expect(choiceShares({ names, values: [Number.NaN, -Infinity, Number.NaN, -Infinity] }, explore)).toEqual(
      new Float64Array(4),
    );
    expect(drawFrom(new Float64Array(4), 0)).toBeUndefined();
    expect([...choiceShares({ names, values: [0, Infinity, Number.NaN, Infinity] }, explore)]).toEqual([0, 1, 0, 0]);
  });

  test("has shares that sum to one, the best the largest of them", () => {
    const value = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 6 }), (some) => {
        const shares = choiceShares({ names: some.map((_, i) => `n${i}`), values: some }, explore);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        const best = some.indexOf(Math.max(...some));
        for (const share of shares) expect(share).toBeLessThanOrEqual((shares[best] as number) + 1e-9);
      }),
    );
  });
});

test("Thompson sampling chooses each as often as its belief is the largest of the drawn", () => {
  const scale = 0.5;
  const posteriors = { a: { count: 400, mean: 0.3, squares: 100 }, b: { count: 3, mean: -0.2, squares: 1 } };
  const [names, values] = [
    ["a", "b", "c"],
    [0, 0.4, 0.1],
  ];
  const shares = choiceShares({ names, values }, thompson({ scale }), posteriors);
  const draws = rng({ seed: 5, purpose: "thompson" });
  const counts = [0, 0, 0];
  for (let i = 0; i < N; i++) {
    const drawn = names.map((name, k) => {
      const { mean, deviation } = beliefOf({ scale }, posteriors[name as "a"]);
      return (values[k] as number) + mean + deviation * draws.normal();
    });
    const best = drawn.indexOf(Math.max(...drawn));
    counts[best] = (counts[best] as number) + 1;
  }
  counts.forEach((count, i) => {
    expect(Math.abs(count / N - (shares[i] as number))).toBeLessThanOrEqual(within(shares[i] as number));
  });
  // Of two, the probability is known in closed form.
  const [first] = choiceShares({ names: ["x", "y"], values: [0.3, 0] }, thompson({ scale }));
  expect(first).toBeCloseTo(normalCdf(0.3 / (scale * Math.SQRT2)), 9);
});

describe("residuals", () => {
  test("are the same merged from parts as one by one, and pass over what is no number", () => {
    const value = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 20 }), fc.array(value, { maxLength: 20 }), (some, more) => {
        const of = (all: readonly number[]) => all.reduce(withResidual, UNSEEN);
        const [whole, merged] = [of([...some, Number.NaN, ...more]), mergeResiduals(of(some), of(more))];
        expect(merged.count).toBe(whole.count);
        expect(merged.mean).toBeCloseTo(whole.mean, 6);
        expect(merged.squares / 1e6).toBeCloseTo(whole.squares / 1e6, 6);
      }),
    );
  });

  test("move a belief from the prior to what was seen", () => {
    const seen = Array.from({ length: 10_000 }, (_, i) => (i % 2 === 0 ? 0.9 : 0.3)).reduce(withResidual, UNSEEN);
    expect(beliefOf({ scale: 0.1 })).toEqual({ mean: 0, deviation: 0.1 });
    const { mean, deviation } = beliefOf({ scale: 0.1 }, seen);
    expect(mean).toBeCloseTo(0.6, 2);
    expect(deviation).toBeCloseTo(0.3 / 100, 4);
  });
});

describe.each(ways)("acting that explores %s", (_, explore) => {
  const draws = rng({ seed: 9, purpose: "scores" });
  const scores = Float64Array.from({ length: 400 }, (_, i) => (i % 20 === 0 ? Number.NaN : draws.uniform()));
  const mean = (cutoff: Parameters<typeof actProbability>[0]): number =>
    scores.reduce((sum, score) => sum + actProbability(cutoff, score), 0) / scores.length;

  test.each([0.5, 0.2, 0.01])("keeps a capacity of %s on average, exploring included", (share) => {
    const cutoff = settleExploring(rankScores(scores), { threshold: 0.3, share, explore });
    expect(mean(cutoff)).toBeLessThanOrEqual(share + 1e-9);
    expect(mean(cutoff)).toBeGreaterThan(0.9 * share);
  });

  test("happens as often as its propensity says, and the propensity is that of what was done", () => {
    const cutoff = settleExploring(rankScores(scores), { threshold: 0.6, share: 0.3, explore });
    for (const score of [0.1, 0.55, 0.7, 0.95]) {
      const probability = actProbability(cutoff, score);
      const made = Array.from({ length: N }, (_, i) =>
        choose(cutoff, score, rng({ seed: 0, unit: `dec_${i}`, purpose: "policy" }).at(0)),
      );
      expect(made.filter(({ act, propensity }) => propensity !== (act ? probability : 1 - probability))).toEqual([]);
      const acted = made.filter(({ act }) => act).length / N;
      expect(Math.abs(acted - probability)).toBeLessThanOrEqual(within(probability));
      const explored = new Set(made.filter(({ reason }) => reason === "policy.explored").map(({ act }) => act));
      expect(explored.size).toBeLessThanOrEqual(1);
    }
  });

  test("never acts without a score, nor behind a cutoff that nothing reaches; infinite scores are above or below all", () => {
    const cutoff = settleExploring(rankScores(scores), { threshold: 0.6, explore });
    expect(actProbability(cutoff, Number.NaN)).toBe(0);
    expect(actProbability({ ...cutoff, cutoff: Infinity }, Infinity)).toBe(0);
    const [top, bottom] = [actProbability(cutoff, Infinity), actProbability(cutoff, -Infinity)];
    const chance = explore?.explore === "epsilon" ? explore.share / 2 : 0;
    expect(top).toBeCloseTo(1 - chance, 12);
    expect(bottom).toBe(chance);
  });

  test("is settled on nothing, and on thresholds without end", () => {
    expect(settleExploring(rankScores(new Float64Array(0)), { threshold: 0.5, explore }).cutoff).toBe(0.5);
    expect(settleExploring(rankScores(scores), { threshold: Infinity, share: 0.1, explore }).cutoff).toBe(Infinity);
    // Of what is left to chance a missing score has its part, which is not acted on.
    expect(mean(settleExploring(rankScores(scores), { threshold: -Infinity, share: 0.2, explore }))).toBeCloseTo(
      0.2,
      2,
    );
  });
});

describe("a label that explores", () => {
  const classes = ["a", "b", "c"];
  const outputs = [0.5, 0.3, 0.2];
  const settled = { ...pickLabel({ head: "x", explore: epsilon(0.3) }), payoff: rightOrWrong({ right: 1, wrong: 0 }) };

  test("is given with the propensity of the one that was given", () => {
    const best = answerFrom(settled, { outputs, classes }, { uniform: 0 });
    expect(best).toMatchObject({ answer: "a", reason: "policy.most-expected-money" });
    expect(best?.propensity).toBeCloseTo(0.8, 12);
    const other = answerFrom(settled, { outputs, classes }, { uniform: 0.99 });
    expect(other).toMatchObject({ answer: "c", reason: "policy.explored" });
    expect(other?.propensity).toBeCloseTo(0.1, 12);
  });

  test("is never one that is closed, and none where all are", () => {
    const draw = (uniform: number, closed: readonly string[]) =>
      answerFrom(settled, { outputs, classes }, { uniform, closed })?.answer;
    expect(new Set([0, 0.3, 0.6, 0.99].map((uniform) => draw(uniform, ["a"])))).toEqual(new Set(["b", "c"]));
    expect(draw(0, ["a", "b", "c"])).toBeUndefined();
  });
});

test.each([
  ["a share of 0", () => epsilon(0)],
  ["a share above 1", () => epsilon(1.2)],
  ["a temperature of 0", () => softmax({ temperature: 0 })],
  ["a scale without end", () => thompson({ scale: Infinity })],
  ["a word for a way", () => actIf({ threshold: 0.5, explore: "epsilon" as never })],
  ["a way that it does not know", () => pickLabel({ head: "x", explore: { explore: "luck" } as never })],
  ["a capacity of half a call", () => actIf({ threshold: 0.5, capacity: { most: 0.5, per: "1h" } })],
  ["a capacity without a time", () => actIf({ threshold: 0.5, capacity: { most: 5 } as never })],
  ["a capacity over a word", () => actIf({ threshold: 0.5, capacity: { most: 5, per: "hour" } })],
  ["a capacity of no decisions", () => actIf({ threshold: 0.5, capacity: { most: 5, per: "1h", of: 0 } })],
  ["a share and a window", () => actIf({ threshold: 0.5, capacity: { share: 0.5, most: 5, per: "1h" } as never })],
])("%s is refused", (_, make) => {
  expect(make).toThrow(expect.objectContaining({ code: policyInvalid.code }));
});
