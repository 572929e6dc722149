import { expect, test } from "vitest";
import { type HealthSample, healthMemory, healthOver, keepSample, MOST_SAMPLES } from "./health-memory.ts";

const sample = (at: number, given: Partial<HealthSample> = {}): HealthSample => ({
  ...{ at, requests: 10 * at, failed: at, refused: 2 * at, known: 10 * at, lost: 0 },
  ...{ unreadyMs: 0, cpuSeconds: at / 10, memory: 100 },
  ...given,
});

function samples(...all: readonly HealthSample[]): ReturnType<typeof healthMemory> {
  const memory = healthMemory();
  for (const one of all) keepSample(memory, one);
  return memory;
}

test("of a period it is known what was answered, how long it was ready, and what it used", () => {
  const memory = samples(
    ...[sample(9), sample(12, { memory: 300 }), sample(18, { unreadyMs: 4 }), sample(21, { memory: 900 })],
  );
  expect(healthOver(memory, { from: 10, to: 20 })).toEqual({
    ...{ requests: 90, failed: 9, refused: 18, readyMs: 6, cpuSeconds: expect.closeTo(0.9), memory: 300 },
  });
});

test("of what failed before anybody knew whose it was, a system has as large a part as of the rest; of nothing else, all", () => {
  const busy = samples(sample(10), sample(20, { requests: 130, failed: 10, known: 400, lost: 60 }));
  // 30 of 300 were the system's: a tenth of 60.
  expect(healthOver(busy, { from: 10, to: 20 })).toMatchObject({ requests: 36, failed: 6 });
  const idle = samples(sample(10), sample(20, { requests: 100, failed: 10, known: 400, lost: 60 }));
  expect(healthOver(idle, { from: 10, to: 20 })).toMatchObject({ requests: 0, failed: 0 });
  const closed = samples(sample(10), sample(20, { requests: 100, failed: 10, known: 100, lost: 60 }));
  expect(healthOver(closed, { from: 10, to: 20 })).toMatchObject({ requests: 60, failed: 60 });
});

test("parts of several systems add up to what failed before anybody knew whose it was", () => {
  const parts = [7, 20, 0, 73].map((requests) => {
    const own = samples(sample(10), sample(20, { requests: 100 + requests, failed: 10, known: 200, lost: 11 }));
    return healthOver(own, { from: 10, to: 20 })?.failed ?? 0;
  });
  expect(parts.reduce((sum, part) => sum + part)).toBeCloseTo(11, 10);
});

test("of a period whose beginning is no longer in memory nothing is known", () => {
  const memory = healthMemory();
  for (let at = 0; at < 2 * MOST_SAMPLES; at++) keepSample(memory, sample(at));
  const oldest = MOST_SAMPLES + 1;
  expect(healthOver(memory, { from: oldest, to: oldest + 10 })?.requests).toBe(100);
  expect(healthOver(memory, { from: oldest - 1, to: oldest + 10 })).toBeUndefined();
});

test("of a period in which it began, or through which nothing was sampled, nothing is known", () => {
  const memory = samples(sample(12), sample(18), sample(45));
  expect(healthOver(memory, { from: 10, to: 20 })).toBeUndefined();
  expect(healthOver(memory, { from: 20, to: 30 })).toBeUndefined();
  expect(healthOver(healthMemory(), { from: 10, to: 20 })).toBeUndefined();
});

test("periods one after the other count everything once, also what came while nobody sampled, and over the end of the memory", () => {
  const memory = healthMemory();
  let [requests, from, sum] = [0, 100, 0];
  const of = (to: number): number => healthOver(memory, { from, to })?.requests ?? 0;
  for (let at = 100; at < 100 + 3 * MOST_SAMPLES; at += at % 50 === 0 ? 37 : 1) {
    keepSample(memory, sample(at, { requests: ++requests, failed: 0 }));
    if (at < from + 30) continue;
    sum += of(from + 30);
    from += 30;
  }
  sum += of(Number.POSITIVE_INFINITY);
  expect(sum).toBe(requests - 1);
});
