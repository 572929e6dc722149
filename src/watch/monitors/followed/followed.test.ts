import { expect, test } from "vitest";
import { noHistogram } from "../../../stats/index.ts";
import type { Seen } from "../../seen/seen.ts";
import { beyondEvidence, standEvidence } from "./beyond.ts";
import { addMemory, type MemoryState, memoryGrowth, noMemory } from "./memory-growth.ts";
import { brokenRule, burnOf, remembered, type Served } from "./uptime.ts";
import { wordNumber, wordShare, wordUsual } from "./words.ts";

const HOUR = 3_600_000;

/** Hours of a server, by how many of a thousand requests fail in each. */
function hours(failed: readonly number[], ready = 1): readonly Served[] {
  return failed.map((of, i) => ({
    ...{ to: (i + 1) * HOUR, lengthMs: HOUR, readyMs: ready * HOUR, requests: 1_000, failed: of, decisions: 500 },
  }));
}

const quiet = (n: number): readonly number[] => Array.from({ length: n }, () => 0);

/** At 99.9 % the rules of the workbook are 1.44 % over an hour, 0.6 % over six, 0.1 % over three days. */
test("an error budget that burns fast is told at once, one that burns slowly later, one that lasts never", () => {
  const rate = (failed: readonly number[]): number | undefined => brokenRule(hours(failed), 0.999)?.rate;
  expect(rate([...quiet(70), 40])).toBe(14.4);
  expect(rate([...quiet(70), 4])).toBeUndefined();
  expect(rate([...quiet(66), 12, 12, 12, 12, 12, 12])).toBe(6);
  expect(rate(Array.from({ length: 72 }, () => 3))).toBe(1);
  expect(rate(Array.from({ length: 72 }, () => 1))).toBeUndefined();
  // It is over: the short window no longer burns.
  expect(rate([...quiet(60), 500, 0, 0, 0, 0, 0, 0, 0])).toBeUndefined();
});

test("a server that is down uses up its budget without any request", () => {
  const down = hours(quiet(3), 0.9).map((one) => ({ ...one, requests: 0 }));
  expect(burnOf(down, 0.999)).toMatchObject({ lost: expect.closeTo(0.1), rate: expect.closeTo(100) });
  expect(brokenRule(down, 0.999)?.rate).toBe(14.4);
});

test("few requests of which one failed are no burning budget", () => {
  const few = hours([1]).map((one) => ({ ...one, requests: 20 }));
  expect(burnOf(few, 0.999).rate).toBeCloseTo(50);
  expect(brokenRule(few, 0.999)).toBeUndefined();
});

test("three days are remembered, the first period as it was, and nothing of a period of which no server told", () => {
  const period = (i: number): Seen =>
    ({
      ...{ from: i * HOUR, to: (i + 1) * HOUR, decisions: 1, took: noHistogram },
      health: { requests: 1, failed: 0, refused: 0, readyMs: i === 0 ? 1 : HOUR, cpuSeconds: 0, memory: 1 },
    }) as unknown as Seen;
  let served: readonly Served[] = [];
  for (let i = 0; i < 100; i++) {
    served = remembered(served, period(i));
    if (i === 0) expect(served[0]?.readyMs).toBe(1);
  }
  expect(served).toHaveLength(72);
  expect(remembered(served, { ...period(100), health: undefined } as unknown as Seen)).toBe(served);
});

test("memory that grows slowly is held against the first day, and a server that began anew has a first day of its own", () => {
  const held = (bytes: readonly number[]): MemoryState => bytes.reduce(addMemory, noMemory);
  const day = Array.from({ length: 26 }, () => 1e8);
  expect(memoryGrowth(held(day.slice(1)), 0.5)).toBeUndefined();
  expect(memoryGrowth(held(day), 0.5)?.evidence).toBe(Math.log(0.5));
  expect(memoryGrowth(held([...day, 1.2e8, 1.4e8, 1.6e8, 2e8]), 0.5)?.evidence).toBeGreaterThan(3);
  expect(memoryGrowth(held([...day, 2e8, 8e7]), 0.5)).toBeUndefined();
});

/** Of a Student variable with as many degrees of freedom or more e^evidence is 1 at most on average; here of a normal one, on a grid. */
test("on the line, or within what is tolerated, evidence is at most 1 on average", () => {
  const mean = (evidence: (z: number) => number): number => {
    let sum = 0;
    for (let z = -12; z <= 12; z += 0.001) sum += 0.001 * Math.exp(evidence(z) - (z * z) / 2);
    return sum / Math.sqrt(2 * Math.PI);
  };
  for (const wrong of ["above", "below"] as const) {
    expect(mean((z) => beyondEvidence({ value: 5 + 2 * z, line: 5, deviation: 2, wrong }))).toBeLessThanOrEqual(1);
  }
  for (const off of [0, 0.5, 1]) {
    const stand = { expected: 5, tolerance: 2, scatter: 1 };
    const found = (z: number): number => standEvidence({ value: 5 + off * 2 + Math.SQRT2 * z, variance: 1 }, stand);
    expect(mean(found)).toBeLessThanOrEqual(1);
  }
  expect(beyondEvidence({ value: 1, line: 0, deviation: 0, wrong: "above" })).toBe(0);
});

test("numbers are worded with three digits that count", () => {
  expect([4_123, 0.03123, -12.34, 0, 1_234_567, 0.00001].map(wordNumber)).toEqual([
    ...["4,120", "0.0312", "−12.3", "0", "1,230,000", "1e-5"],
  ]);
  expect(wordShare(0.0412)).toBe("4.12%");
  expect([wordUsual(null, wordShare), wordUsual(0.5, wordShare)]).toEqual(["", ", usually 50%"]);
});
