import { describe, expect, test } from "vitest";
import { rateBuckets, sharedRateLimit } from "../workers/shared-rates.ts";
import { senderOf } from "./addresses.ts";
import { rateLimit } from "./rate-limit.ts";

describe.each([
  ["in memory of one thread", rateLimit],
  ["in memory that threads share", () => sharedRateLimit(rateBuckets())],
])("a limit %s", (_, make) => {
  test("a bucket holds a second's worth, fills at its rate, and says when the next one fits", () => {
    const limit = make();
    const take = (at: number) => limit.take("a", 10, at);
    for (let i = 0; i < 10; i++) expect(take(0)).toBe(0);
    expect(take(0)).toBeCloseTo(100, 9);
    expect(take(50)).toBeCloseTo(50, 9);
    expect(take(100)).toBe(0);
    expect(take(100)).toBeGreaterThan(0);
    expect(limit.take("b", 10, 100)).toBe(0);
    for (let i = 0; i < 10; i++) expect(take(10_000)).toBe(0);
    expect(take(10_000)).toBeGreaterThan(0);
  });

  test("less than one a second is one, and then a wait", () => {
    const limit = make();
    expect(limit.take("a", 0.1, 0)).toBe(0);
    expect(limit.take("a", 0.1, 0)).toBeCloseTo(10_000, 6);
    expect(limit.take("a", 0.1, 10_000)).toBe(0);
  });

  test("over an hour of asking whenever it may, nobody gets more than the rate and a burst", () => {
    const limit = make();
    let passed = 0;
    for (let at = 0; at < 3_600_000; at += 20) if (limit.take("a", 7, at) === 0) passed++;
    expect(passed).toBeLessThanOrEqual(7 * 3_600 + 7);
    expect(passed).toBeGreaterThan(7 * 3_600 * 0.99);
  });
});

test("a v6 sender is told by its network, whatever way it is written", () => {
  expect(senderOf("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2");
  expect(senderOf("2001:db8:1:2::9")).toBe("2001:db8:1:2");
  expect(senderOf("2001:db8::9")).toBe("2001:db8:0:0");
  expect(senderOf("::ffff:10.0.0.1")).toBe("::ffff:10.0.0.1");
  expect(senderOf("10.0.0.1")).toBe("10.0.0.1");
});
