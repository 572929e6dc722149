import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rng } from "../kernel/index.ts";
import {
  actIf,
  actProbability,
  choose,
  combine,
  combineColumns,
  policyInvalid,
  rankScores,
  settle,
  settleRanked,
} from "./index.ts";

/** Scores with many ties and some missing ones. */
const scoresOf = (size: { min: number; max: number }): fc.Arbitrary<Float64Array> =>
  fc
    .array(
      fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 9, noNaN: true }), fc.constant(Number.NaN)),
      {
        minLength: size.min,
        maxLength: size.max,
      },
    )
    .map((scores) => Float64Array.from(scores));

/** How many are acted on, on average. */
function expectedActions(scores: Float64Array, cutoff: ReturnType<typeof settle>): number {
  return scores.reduce((sum, score) => sum + actProbability(cutoff, score), 0);
}

describe("a settled policy", () => {
  test("acts on as many as the capacity allows, exactly, and on no one below the threshold", () => {
    const share = fc.double({ min: 1e-6, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        scoresOf({ min: 0, max: 60 }),
        share,
        fc.integer({ min: -1, max: 10 }),
        (scores, share, threshold) => {
          const cutoff = settle(scores, threshold, share);
          const eligible = scores.filter((score) => score >= threshold).length;
          expect(expectedActions(scores, cutoff)).toBeCloseTo(Math.min(eligible, share * scores.length), 6);
          expect(cutoff.cutoff).toBeGreaterThanOrEqual(threshold);
          expect(cutoff.atCutoff).toBeGreaterThanOrEqual(0);
          expect(cutoff.atCutoff).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test("prefers the higher score", () => {
    fc.assert(
      fc.property(scoresOf({ min: 2, max: 40 }), fc.double({ min: 0.01, max: 1, noNaN: true }), (scores, share) => {
        const cutoff = settle(scores, -Infinity, share);
        const shares = [...scores].filter((score) => !Number.isNaN(score)).sort((a, b) => a - b);
        const acts = shares.map((score) => actProbability(cutoff, score));
        expect(acts).toEqual([...acts].sort((a, b) => a - b));
      }),
    );
  });

  test("acts on everyone above the threshold when there is room", () => {
    expect(settle(Float64Array.of(0.1, 0.5, 0.9), 0.5)).toEqual({ cutoff: 0.5, atCutoff: 1 });
    expect(settle(Float64Array.of(), 0.5, 0.1)).toEqual({ cutoff: 0.5, atCutoff: 1 });
    expect(settle(Float64Array.of(Number.NaN, Number.NaN), -Infinity, 0.1)).toMatchObject({ atCutoff: 1 });
  });

  test("draws among equals", () => {
    expect(settle(new Float64Array(10).fill(3), 0, 0.25)).toEqual({ cutoff: 3, atCutoff: 0.25 });
    expect(settle(Float64Array.of(1, 2, 2, 2, 3), 0, 0.4)).toEqual({ cutoff: 2, atCutoff: 1 / 3 });
  });

  test("counts a blocked decision as one that could have been acted on", () => {
    const half = Float64Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? i : Number.NaN));
    expect(expectedActions(half, settle(half, 0, 0.1))).toBe(10);
  });

  test("is not led astray by binary fractions", () => {
    const scores = Float64Array.from({ length: 100 }, (_, i) => i);
    expect(settle(scores, 0, 0.29)).toEqual({ cutoff: 70, atCutoff: 0 });
  });

  test("acts rarely when the share is tiny", () => {
    const scores = Float64Array.from({ length: 10 }, (_, i) => i);
    const { cutoff, atCutoff } = settle(scores, 0, 1e-6);
    expect(cutoff).toBe(9);
    expect(atCutoff).toBeCloseTo(1e-5, 12);
  });

  test("takes a row of weight n for n rows", () => {
    const weighted = fc.tuple(
      scoresOf({ min: 1, max: 30 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 30 }),
    );
    fc.assert(
      fc.property(weighted, fc.double({ min: 0.01, max: 1, noNaN: true }), ([scores, times], share) => {
        const repeated = Float64Array.from([...scores].flatMap((score, row) => Array(times[row]).fill(score)));
        const ranked = rankScores(
          scores,
          Float64Array.from(scores, (_, row) => times[row] as number),
        );
        const [weighed, expected] = [settleRanked(ranked, 2, share), settle(repeated, 2, share)];
        expect(expectedActions(repeated, weighed)).toBeCloseTo(expectedActions(repeated, expected), 6);
      }),
    );
  });

  test("comes out the same on scores that were ranked before", () => {
    fc.assert(
      fc.property(scoresOf({ min: 0, max: 40 }), fc.double({ min: 0.01, max: 1, noNaN: true }), (scores, share) => {
        expect(settleRanked(rankScores(scores), 4, share)).toEqual(settle(scores, 4, share));
      }),
    );
  });

  test("never acts on a missing score", () => {
    expect(actProbability({ cutoff: -Infinity, atCutoff: 1 }, Number.NaN)).toBe(0);
  });
});

describe("a choice", () => {
  test.each([
    [0.9, 1, "policy.above-cutoff"],
    [0.5, 0.3, "policy.drawn-at-cutoff"],
    [0.1, 0, "policy.below-cutoff"],
    [Number.NaN, 0, "policy.below-cutoff"],
  ])("on a score of %s is to act with probability %s", (score, probability, reason) => {
    const cutoff = { cutoff: 0.5, atCutoff: 0.3 };
    const n = 20_000;
    const choices = Array.from({ length: n }, (_, i) =>
      choose(cutoff, score, rng({ seed: 0, unit: `dec_${i}`, purpose: "policy" }).at(0)),
    );
    const acted = choices.filter(({ act }) => act).length;
    const wrong = choices.filter(({ act, propensity }) => propensity !== (act ? probability : 1 - probability));
    expect(wrong).toEqual([]);
    expect(new Set(choices.map((choice) => choice.reason))).toEqual(new Set([reason]));
    // Four standard errors of a share.
    expect(Math.abs(acted / n - probability)).toBeLessThanOrEqual(4 * Math.sqrt((probability * (1 - probability)) / n));
  });

  test("is the same for the same draw", () => {
    const cutoff = { cutoff: 0.5, atCutoff: 0.3 };
    expect(choose(cutoff, 0.5, 0.29)).toEqual({ act: true, propensity: 0.3, reason: "policy.drawn-at-cutoff" });
    expect(choose(cutoff, 0.5, 0.3)).toEqual({ act: false, propensity: 0.7, reason: "policy.drawn-at-cutoff" });
  });
});

describe("a combined score", () => {
  test("is the weighted sum of the heads", () => {
    expect(combine({ risk: 0.5, amount: 10, unweighted: 99 }, { risk: 2, amount: 0.1 })).toBe(2);
  });

  test("is missing when a weighted head is", () => {
    expect(combine({ risk: 0.5 }, { risk: 1, amount: 1 })).toBeNaN();
  });

  test("is the same to the last bit in any order of the heads, row by row or by column", () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 3, maxLength: 6 }), (pairs) => {
        const outputs = Object.fromEntries(pairs.map(([output], i) => [`h${i}`, output]));
        const weights = Object.fromEntries(pairs.map(([, weight], i) => [`h${i}`, weight]));
        const backwards = Object.fromEntries(Object.entries(weights).reverse());
        const columns = Object.fromEntries(pairs.map(([output], i) => [`h${i}`, Float64Array.of(output)]));
        expect(combine(outputs, backwards)).toBe(combine(outputs, weights));
        expect(combineColumns(columns, backwards, 1)[0]).toBe(combine(outputs, weights));
      }),
    );
  });
});

test.each([
  { threshold: Number.NaN },
  { threshold: Infinity },
  { threshold: "from-payoff" as const, capacity: { share: 0 } },
  { threshold: 0.5, capacity: { share: 1.1 } },
  { threshold: 0.5, capacity: { share: Number.NaN } },
])("a policy that cannot be followed is refused: %j", (policy) => {
  expect(() => actIf(policy)).toThrow(expect.objectContaining({ code: policyInvalid.code }));
});
