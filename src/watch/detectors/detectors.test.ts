import { expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { type AdwinState, adwin } from "./adwin.ts";
import { ddm } from "./ddm.ts";
import { pageHinkley } from "./page-hinkley.ts";
import { changes, flags, followed, numbers } from "./streams.conformance.ts";

const rising = flags(1, [2_000, 0.2], [2_000, 0.35], [2_000, 0.2]);
const leaping = numbers(7, [1_500, 0, 0.6], [1_500, 0.2, 0.8]);
const quiet = flags(3, [5_000, 0.3]);

/** river 0.26.1, `PageHinkley(min_instances=30, delta=0.005, threshold=20, alpha=0.9999, mode="up")` on the same streams. */
test("Page–Hinkley speaks where river's does", () => {
  const detector = pageHinkley({ threshold: 20 });
  expect(changes(followed(detector, rising))).toEqual([2_167]);
  expect(changes(followed(detector, leaping))).toEqual([1_600]);
  expect(changes(followed(detector, quiet))).toEqual([4_575]);
});

/** river 0.26.1, `binary.DDM()`: it warned 807 times of the first stream, first at these. */
test("DDM warns and speaks where river's does", () => {
  const states = followed(ddm(), rising);
  const warned = states.flatMap(({ verdict }, i) => (verdict === "warning" ? [i] : []));
  expect(changes(states)).toEqual([2_447]);
  expect([warned.length, ...warned.slice(0, 3)]).toEqual([807, 153, 154, 156]);
  expect(changes(followed(ddm(), quiet))).toEqual([]);
});

/** By definition, from the numbers themselves; which of them make a bucket follows from how many came. */
function slowAdwin(stream: readonly number[], delta: number): readonly number[] {
  let window: readonly number[] = [];
  let sizes: number[] = [];
  const mean = (of: readonly number[]): number => of.reduce((sum, x) => sum + x, 0) / of.length;
  const isCut = (): boolean => {
    const all = mean(window);
    const variance = mean(window.map((x) => (x - all) ** 2));
    let older = 0;
    return sizes.some((size) => {
      older += size;
      const newer = window.length - older;
      if (older < 5 || newer < 5) return false;
      const log = Math.log((2 * Math.log(window.length)) / delta);
      const per = 1 / older + 1 / newer;
      const gap = Math.abs(mean(window.slice(0, older)) - mean(window.slice(older)));
      return gap > Math.sqrt(2 * per * variance * log) + (2 / 3) * per * log;
    });
  };
  return stream.map((value, i) => {
    window = [...window, value];
    sizes = grown(sizes);
    while ((i + 1) % 32 === 0 && isCut()) window = window.slice(sizes.shift());
    return window.length;
  });
}

/** Sizes of buckets, oldest first, with one number more: of six of one size the two oldest become one. */
function grown(sizes: readonly number[]): number[] {
  const all = [...sizes, 1];
  for (let size = 1; all.filter((one) => one === size).length > 5; size *= 2)
    all.splice(all.indexOf(size), 2, 2 * size);
  return all;
}

test("ADWIN keeps the window that its definition keeps", () => {
  for (const stream of [rising.slice(1_400, 2_700), leaping.slice(1_000, 2_000)])
    expect(followed(adwin(), stream).map(({ n }) => n)).toEqual(slowAdwin(stream, 0.002));
});

/**
 * river 0.26.1, `ADWIN()`, cuts first at 2239 and 1599, to 512 and 256 numbers. It takes four numbers off either part (as MOA does,
 * not the paper) and passes some places over, so that it is never first.
 */
test("ADWIN cuts no later than river's, and no more than two looks earlier", () => {
  for (const [stream, river] of [
    [rising, 2_239],
    [leaping, 1_599],
  ] as const) {
    const first = changes(followed(adwin(), stream))[0]!;
    expect(first).toBeLessThanOrEqual(river);
    expect(first).toBeGreaterThanOrEqual(river - 64);
  }
  expect(changes(followed(adwin(), quiet))).toEqual([]);
});

test("what ADWIN keeps in the end is what came after the last change", () => {
  const last = followed(adwin(), rising).at(-1)!;
  expect(last.n).toBeGreaterThan(1_900);
  expect(last.n).toBeLessThan(2_100);
  expect(last.sum / last.n).toBeCloseTo(0.2, 1);
});

test("ADWIN's memory grows with the logarithm of the window, and its state survives JSON", () => {
  const states = followed(adwin(), quiet);
  const last = states.at(-1)!;
  expect(last.n).toBe(5_000);
  expect(last.rows.flat().length).toBeLessThanOrEqual(5 * Math.ceil(Math.log2(5_000)));
  const resumed: AdwinState = JSON.parse(JSON.stringify(states[2_499]));
  expect(followed({ ...adwin(), start: resumed }, quiet.slice(2_500)).at(-1)).toEqual(last);
});

/** The paper's theorem 1 bounds it by δ; of 30 runs of 1,000 looks each, four standard errors of such a share may come on top. */
test("without a change ADWIN cuts at no more of its looks than it promised", () => {
  const [runs, looks, delta] = [30, 1_000, 0.05];
  const cuts = Array.from({ length: runs }, (_, run) => {
    const draw = rng({ seed: run, purpose: "quiet" });
    const stream = Array.from({ length: 8 * looks }, () => draw.uniform() ** 2);
    return changes(followed(adwin({ delta, every: 8 }), stream)).length;
  }).reduce((sum, n) => sum + n, 0);
  expect(cuts / (runs * looks)).toBeLessThan(delta + 4 * Math.sqrt((delta * (1 - delta)) / (runs * looks)));
});

/**
 * A known mean, and normal numbers: a cumulative sum with allowance k and threshold h runs on for (e^(2kb) − 1 − 2kb) / 2k² numbers on
 * average, b = h + 1.166 (Siegmund. Sequential analysis. 1985, equation 2.57), 737 of them here. The mean must be learned here, from
 * 2,000 numbers before the watch, so that a tenth of it and four standard errors of an average of 200 exponential times are allowed.
 */
test("without a change Page–Hinkley runs on for as long as theory says", () => {
  const [k, h, runs] = [0.25, 8, 200];
  const b = h + 1.166;
  const expected = (Math.exp(2 * k * b) - 1 - 2 * k * b) / (2 * k * k);
  const detector = pageHinkley({ allowance: k, threshold: h, kept: 1, least: 1 });
  const lengths = Array.from({ length: runs }, (_, run) => {
    const draw = rng({ seed: run, purpose: "run length" });
    let state: typeof detector.start = {
      verdict: "steady",
      n: 2_000,
      mean: draw.normal() / Math.sqrt(2_000),
      sum: 0,
      least: 0,
    };
    let n = 0;
    for (; state.verdict !== "changed"; n++) state = detector.step(state, draw.normal());
    return n;
  });
  const mean = lengths.reduce((sum, n) => sum + n, 0) / runs;
  expect(Math.abs(mean / expected - 1)).toBeLessThan(0.1 + 4 / Math.sqrt(runs));
});

test("what is no number is passed over", () => {
  const state = adwin().step(adwin().start, Number.NaN);
  expect(state).toEqual(adwin().start);
  expect(pageHinkley().step(pageHinkley().start, Number.POSITIVE_INFINITY)).toEqual(pageHinkley().start);
});
