import { expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { addLosses, noLossDays } from "./lasting-loss.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LINE = 0.44;

/** What bets on days of 25 cases bring, whose losses are exponential about a mean; the first periods of a day have none. */
function betsOf(loss: number, days: number, seed: number): readonly number[] {
  const random = rng({ seed, purpose: "test.losses" });
  let state = noLossDays;
  return Array.from({ length: days * 24 }, (_, p) => {
    const n = p % 24 === 12 ? 25 : 0;
    const drawn = Array.from({ length: n }, () => -loss * Math.log(1 - random.uniform()));
    const mean = n === 0 ? 0 : drawn.reduce((sum, one) => sum + one, 0) / n;
    const usual = { variance: loss ** 2, freedom: 1 + n / 10, line: LINE, spread: (0.05 * LINE) ** 2, shared: 0.3 };
    const step = addLosses(state, { from: p * HOUR, periodMs: HOUR, n, mean, ...usual });
    state = JSON.parse(JSON.stringify(step.days)) as typeof state;
    return step.whole === undefined ? [] : [step.whole.bet];
  }).flat();
}

test("losses on the line bring nothing on average, however long they are there", () => {
  const means = Array.from({ length: 100 }, (_, seed) => {
    const e = betsOf(LINE, 60, seed).map((bet) => Math.exp(bet));
    expect(e).toHaveLength(60);
    return e.reduce((sum, one) => sum + one, 0) / e.length;
  });
  const mean = means.reduce((sum, one) => sum + one, 0) / means.length;
  const sd = Math.sqrt(means.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (means.length - 1));
  expect(mean).toBeLessThan(1 + (4 * sd) / Math.sqrt(means.length));
});

test("a loss twice what training promised is told within weeks by 25 cases a day, from the first day on", () => {
  for (let seed = 0; seed < 5; seed++) {
    const gathered = betsOf(0.88, 28, seed).reduce((sum, bet) => Math.max(0, sum + bet), 0);
    expect(gathered).toBeGreaterThan(9);
  }
});

test("of a day without a label nothing is said", () => {
  const { whole } = addLosses(noLossDays, {
    ...{ from: 0, periodMs: DAY, n: 0, mean: 0, variance: 0.2, freedom: 1 },
    ...{ line: LINE, spread: 0.01, shared: 0.3 },
  });
  expect(whole).toBeUndefined();
});
