import { describe, expect, test } from "vitest";
import { insufficient, rng } from "../kernel/index.ts";
import type { Estimate } from "../stats/index.ts";
import { costOf, netOfWaiting, type Waiting, type WaitingPrice, wordWaiting } from "./gate-waiting.ts";

const estimate = (low: number, value: number, high: number): Estimate => ({ value, low, high, level: 0.95 });
const exactly = (value: number): Estimate => estimate(value, value, value);
const price = (perMs: Estimate, experiment: string | null = null): WaitingPrice => ({
  perMs,
  experiment,
  upToMs: experiment === null ? null : 100,
});
const over = (gain: Estimate | ReturnType<typeof insufficient>) => ({ rule: gain, constant: gain, champion: null });
const waits = (perMs: Estimate, ms: Estimate): Waiting => ({
  price: price(perMs),
  addedMs: { rule: ms, constant: ms, champion: null },
});
const netOf = (gain: Parameters<typeof over>[0], waiting: Waiting | undefined) =>
  netOfWaiting(over(gain), waiting).rule;

describe("a gain less its waiting", () => {
  test("is the gain where nobody has priced waiting, or nobody waits", () => {
    const gain = estimate(1, 2, 3);
    expect(netOf(gain, undefined)).toBe(gain);
    expect(netOf(gain, waits(estimate(0.1, 0.2, 0.3), exactly(0)))).toBe(gain);
  });

  test("is lower by the price of the milliseconds, and as unsure as both together", () => {
    // 2 less 0.5 · 2; √(1² + 0.4²) to either side.
    const net = netOf(estimate(1, 2, 3), waits(estimate(0.3, 0.5, 0.7), exactly(2))) as Estimate;
    expect(net.value).toBeCloseTo(1, 12);
    expect(net.low).toBeCloseTo(1 - Math.hypot(1, 0.4), 12);
    expect(net.high).toBeCloseTo(1 + Math.hypot(1, 0.4), 12);
  });

  test("is higher for who is faster, and then a dear price is the good end", () => {
    const net = netOf(exactly(0), waits(estimate(0.4, 0.5, 0.9), exactly(-2))) as Estimate;
    expect(net).toMatchObject({ value: 1 });
    expect(net.low).toBeCloseTo(0.8, 12);
    expect(net.high).toBeCloseTo(1.8, 12);
  });

  test("is the waiting alone where both decide alike", () => {
    const net = netOf(insufficient("zero-variance"), waits(estimate(0.4, 0.5, 0.6), exactly(2)));
    expect(net).toMatchObject({ value: -1 });
    expect((net as Estimate).high).toBeLessThan(0);
  });

  test("stays unknown where the gain is, and stays no proof where it is none", () => {
    const unknown = insufficient("too-few-clusters");
    expect(netOf(unknown, waits(exactly(1), exactly(1)))).toBe(unknown);
    const seen = { ...estimate(1, 2, 3), basis: "observational" } as unknown as Estimate;
    expect(netOf(seen, waits(exactly(1), exactly(1)))).toBe(seen);
  });
});

test("the interval of a gain less a cost holds the truth as often as it says", () => {
  const draws = rng({ seed: 17, purpose: "test.waiting" });
  const [gain, perMs, ms] = [1, 0.2, 3];
  const [gainError, priceError, timeError] = [0.3, 0.05, 0.2];
  const around = (value: number, error: number): Estimate => {
    const seen = value + error * draws.normal();
    return estimate(seen - 1.96 * error, seen, seen + 1.96 * error);
  };
  const repeats = 10_000;
  let held = 0;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const net = netOf(around(gain, gainError), waits(around(perMs, priceError), around(ms, timeError))) as Estimate;
    if (net.low <= gain - perMs * ms && gain - perMs * ms <= net.high) held++;
  }
  // Four standard errors of 95 % in 10,000; a product of normals is not quite normal, which costs less than half a point here.
  expect(Math.abs(held / repeats - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / repeats) + 0.005);
});

test("a cost of known milliseconds has the width of its price", () => {
  expect(costOf(price(estimate(1, 2, 4)), exactly(10))).toEqual({ value: 20, low: 10, high: 40, level: 0.95 });
});

describe("the words for it", () => {
  const money = (value: number): string => `$${value.toFixed(2)}`;

  test("say how long, what that costs, and who says so", () => {
    const waiting: Waiting = {
      price: price(estimate(0.0002, 0.0004, 0.0006), "wait"),
      addedMs: { rule: exactly(1), constant: exactly(1), champion: exactly(0.8) },
    };
    expect(wordWaiting(waiting, money)).toBe(
      "A decision takes 0.8 ms more than the champion: $0.32 per 1,000 decisions taken off its gain, at $0.40 per 1,000 decisions for a millisecond ($0.20 to $0.60, measured by the experiment wait).",
    );
  });

  test("own up to a guess beyond the delays that were tried", () => {
    const waiting: Waiting = {
      price: price(estimate(0.1, 0.2, 0.3), "wait"),
      addedMs: { rule: exactly(-250), constant: exactly(-250), champion: null },
    };
    const said = wordWaiting(waiting, money);
    expect(said).toContain("250 ms less than the rule: $50.00 a decision added to its gain");
    expect(said).toContain("No delay beyond 100 ms was tried, so that this is a guess.");
  });
});
