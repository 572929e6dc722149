import { describe, expect, test } from "vitest";
import { insufficient, rng } from "../../kernel/index.ts";
import type { HeldOut } from "../../learn/index.ts";
import { normalCdf, normalQuantile } from "../../stats/index.ts";
import { run } from "../judge/metric-kernel.ts";
import { ranksWorse } from "./ranks-as-well.ts";

const SHARE = 0.3;
const rowsOf = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

/** Scores of which those of a yes are normal and lie higher, so that the area is known. */
function held(area: number, n: number, unit: number): HeldOut {
  const draws = rng({ seed: 11, unit, purpose: `ranks ${area}` });
  const apart = Math.SQRT2 * normalQuantile(area);
  const label = Float64Array.from({ length: n }, () => (draws.uniform() < SHARE ? 1 : 0));
  return { label, scores: label.map((yes) => normalCdf(draws.normal() + apart * yes)) };
}

function areaOf({ scores, label }: HeldOut) {
  return run({ names: ["roc-auc"], predictions: { scores, labels: label, clusters: rowsOf(label.length) } })[0];
}

/** How often a head of one area is believed to tell cases apart as one of another area did. */
function believed(now: number, then: number, { n, times }: { readonly n: number; readonly times: number }): number {
  let count = 0;
  for (let i = 0; i < times; i++) {
    const promised = areaOf(held(then, n, 2 * i));
    if (ranksWorse({ held: held(now, n, 2 * i + 1), clusters: rowsOf(n), promised }) === undefined) count++;
  }
  return count;
}

describe("a head that is to keep its order", () => {
  test("is believed to once in forty times at most where it has lost a fifth of what it told apart", () => {
    const times = 200;
    // 0.5 + 0.8 × 0.3: one-sided 2.5 %, and four standard deviations of such a count.
    expect(believed(0.74, 0.8, { n: 1_000, times })).toBeLessThanOrEqual(5 + 4 * Math.sqrt(5));
  });

  test("is believed to where it has lost nothing and enough came, and is told when it did not", () => {
    // Of a margin of 0.06 the doubt takes 0.023; chance, of 0.012, takes the rest once in two thousand times.
    expect(believed(0.8, 0.8, { n: 3_000, times: 40 })).toBeGreaterThanOrEqual(39);
    const promised = areaOf(held(0.8, 2_000, 1));
    const lost = { held: held(0.55, 2_000, 2), clusters: rowsOf(2_000), promised };
    expect(ranksWorse(lost)).toMatchObject({
      reason: "order-lost",
      why: expect.stringMatching(/less well than it did \(ROC-AUC 0\.5\d\d .*, which no calibration mends$/),
    });
    const few = { held: held(0.8, 120, 2), clusters: rowsOf(120), promised };
    expect(ranksWorse(few)).toMatchObject({
      reason: "order-uncertain",
      why: expect.stringMatching(/cannot be told from so few rows/),
    });
  });

  test("is not believed to where nothing was promised, or nothing can be seen", () => {
    const now = held(0.8, 500, 1);
    const unkept = { reason: "order-unknown", why: expect.stringMatching(/was not kept with it/) };
    expect(ranksWorse({ held: now, clusters: rowsOf(500), promised: undefined })).toEqual(unkept);
    expect(ranksWorse({ held: now, clusters: rowsOf(500), promised: insufficient("one-class") })).toEqual(unkept);
    const alike = { scores: now.scores, label: now.label.map(() => 0) };
    expect(ranksWorse({ held: alike, clusters: rowsOf(500), promised: areaOf(now) })).toMatchObject({
      reason: "order-uncertain",
      why: expect.stringMatching(/cannot be told/),
    });
  });
});
