import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { labelsSoFar } from "./labels-so-far.ts";
import { timeToReport } from "./time-to-report.ts";

test("the product-limit estimate of a known table", () => {
  // Remission times of 21 leukemia patients on 6-MP (Freireich 1963), as in Kalbfleisch and Prentice; + is censored.
  const relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23];
  const censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
  const delay = Float64Array.from([...relapsed, ...censored.map(() => Number.NaN)]);
  const found = timeToReport(delay, Float64Array.from([...relapsed.map(() => 99), ...censored]));
  expect([...found.times]).toEqual([6, 7, 10, 13, 16, 22, 23]);
  expect([...found.atRisk]).toEqual([21, 17, 15, 12, 11, 7, 6]);
  const published = [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448];
  expect([...found.share].map((share) => Number((1 - share).toFixed(3)))).toEqual(published);
});

const DAY = 86_400_000;
const NOW = 100 * DAY;

/** Decisions of 60 days, a fifth of them a yes that comes to be known within 30 days, most of it early. */
function world(seed: number, decisions = 800) {
  const draws = rng({ seed, purpose: "test.labels-so-far" });
  const decidedAt = Float64Array.from({ length: decisions }, () => NOW - 60 * DAY * draws.uniform());
  const delay = () => Math.min(1, -Math.log(1 - draws.uniform()) / 3) * 29.9 * DAY;
  const yesKnownAt = decidedAt.map((at) => (draws.uniform() < 0.2 ? at + delay() : Number.NaN));
  return { decidedAt, yesKnownAt, within: 30 * DAY, now: NOW };
}

describe("labels seen so far", () => {
  test("count by age what is known, and do not take an early share of yes for the truth", () => {
    const found = labelsSoFar(world(1, 8_000));
    const [youngest, settled] = [found.ages[0]!, found.ages.at(-1)!];
    expect(youngest.yesSoFar).toBeLessThan(0.06);
    expect(youngest.yesAmongKnown).toBe(1);
    expect(settled).toMatchObject({ to: Infinity, known: settled.decisions });
    // A share of a fifth among some 500 of an age has a standard error of 0.018.
    for (const { yesExpected } of found.ages) expect(Math.abs((yesExpected as number) - 0.2)).toBeLessThan(0.06);
    expect(found.ages.reduce((sum, { decisions }) => sum + decisions, 0)).toBe(8_000);
  });

  // 95 % of 300 worlds: 285, with a standard deviation of 3.8; four of them are 270.
  test("hold what was to come, and the final share, in 95 of 100 intervals", () => {
    let [held, heldShare, bias] = [0, 0, 0];
    for (let seed = 0; seed < 300; seed++) {
      const seen = world(seed);
      const { toCome, finalShare } = labelsSoFar(seen);
      if (isInsufficient(toCome) || isInsufficient(finalShare)) throw new Error("too young");
      const truth = seen.yesKnownAt.filter((at) => at > NOW).length;
      if (toCome.low <= truth && truth <= toCome.high) held++;
      if (finalShare.low <= 0.2 && 0.2 <= finalShare.high) heldShare++;
      bias += (toCome.value - truth) / 300;
    }
    expect(Math.min(held, heldShare)).toBeGreaterThanOrEqual(270);
    expect(Math.abs(bias)).toBeLessThan(1);
  });

  test("as of an earlier instant see nothing that came later", () => {
    const seen = world(2);
    const then = NOW - 20 * DAY;
    const before = labelsSoFar({ ...seen, now: then });
    const rows = [...seen.decidedAt.keys()].filter((row) => seen.decidedAt[row]! <= then);
    const only = labelsSoFar({
      ...seen,
      now: then,
      decidedAt: Float64Array.from(rows, (row) => seen.decidedAt[row]!),
      yesKnownAt: Float64Array.from(rows, (row) =>
        seen.yesKnownAt[row]! <= then ? seen.yesKnownAt[row]! : Number.NaN,
      ),
    });
    expect(before.ages).toEqual(only.ages);
    expect(before.toCome).toEqual(only.toCome);
    expect(before.decisions).toBe(rows.length);
  });

  test("a no that was reported is no longer waited for", () => {
    const seen = world(3);
    const noKnownAt = seen.yesKnownAt.map((yes, row) => (Number.isNaN(yes) ? seen.decidedAt[row]! + DAY : Number.NaN));
    const [told, silent] = [labelsSoFar({ ...seen, noKnownAt }), labelsSoFar(seen)];
    expect(told.known).toBeGreaterThan(silent.known);
    if (isInsufficient(told.toCome) || isInsufficient(silent.toCome)) throw new Error("too young");
    const width = ({ low, high }: { low: number; high: number }): number => high - low;
    expect(width(told.toCome)).toBeLessThan(width(silent.toCome));
  });

  test("say that it is too early while no decision has been watched to the end", () => {
    const found = labelsSoFar({ ...world(4), within: 61 * DAY });
    expect(found.toCome).toMatchObject({ kind: "insufficient", reason: "too-young" });
    expect(found.ages[0]!.yesExpected).toMatchObject({ kind: "insufficient" });
  });
});
