import { expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { rateLimit } from "../access/rate-limit.ts";
import { rateBuckets, sharedRateLimit } from "./shared-rates.ts";

test("two views of the same memory let through what one limit would", () => {
  const draws = rng({ seed: 3, purpose: "rates" });
  const memory = rateBuckets();
  const views = [sharedRateLimit(memory), sharedRateLimit(memory)];
  const reference = rateLimit();
  let now = 0;
  for (let i = 0; i < 5_000; i++) {
    now += draws.uniform() * 30;
    const key = `token ${draws.integer(50)}`;
    const waits = [views[i % 2]!, reference].map((limit) => limit.take(key, 2.5, now));
    // A bucket is reckoned in microseconds.
    expect(Math.abs(waits[0]! - waits[1]!)).toBeLessThan(0.5);
    if (waits[0] === 0 || waits[1] === 0) expect(Math.max(...waits)).toBeLessThan(0.5);
  }
});

test("more senders than there are buckets keep a limit each, but for those that were in debt the least", () => {
  const limit = sharedRateLimit(rateBuckets());
  expect(limit.take("mine", 0.001, 0)).toBe(0);
  for (let i = 0; i < 20_000; i++) if (limit.take(`${i}`, 1_000, 1) !== 0) throw new Error(`${i}`);
  expect(limit.take("mine", 0.001, 2)).toBeGreaterThan(0);
});
