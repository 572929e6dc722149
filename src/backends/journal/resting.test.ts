import { describe, expect, test } from "vitest";
import { resting } from "./resting.ts";

/** What was rested after each step, whose lengths are given in milliseconds, with so many files that wait. */
async function rests(steps: readonly number[], waiting: number): Promise<readonly number[]> {
  const rested: number[] = [];
  let spent = 0;
  const rest = resting(() => waiting, { spent: () => spent, pause: async (ms) => rested.push(ms) });
  for (const step of steps) {
    spent += step;
    await rest();
  }
  return rested;
}

describe("work that rests", () => {
  test("takes an eighth of the time while little waits", async () => {
    expect(await rests([10, 20], 0)).toEqual([70, 140]);
    expect(await rests([10], 4)).toEqual([70]);
  });

  test("takes the more, the more waits, and all of it once 32 files do", async () => {
    expect(await rests([10], 8)).toEqual([30]);
    expect(await rests([10], 16)).toEqual([10]);
    expect(await rests([10, 500], 32)).toEqual([]);
  });

  test("adds up what is too short to rest for", async () => {
    expect(await rests([0.25, 0.25, 0.25], 0)).toEqual([5.25]);
  });

  test("does not rest for what was not spent", async () => {
    expect(await rests([10, 0, 0], 0)).toEqual([70]);
  });
});
