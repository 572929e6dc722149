import { describe, expect, test } from "vitest";
import { silentProgress } from "../report/index.ts";
import { assess } from "./index.ts";
import { planted } from "./planted/all.conformance.ts";

/** Runs of each planted problem, and the share of right verdicts that is claimed for each. */
const RUNS = 8;
const CLAIMED = 0.95;

describe("over many samples of each planted problem", () => {
  const right: number[] = [];
  test.each(planted.map((problem) => [problem.name, problem] as const))("%s is judged rightly", async (_, problem) => {
    let hits = 0;
    for (let seed = 1_000; seed < 1_000 + RUNS; seed++) {
      const { verdict } = await assess(problem.system, {
        read: async () => problem.make(seed),
        compute: { map: async (kernel, inputs) => inputs.map((input) => kernel.run(input)) },
        progress: silentProgress,
        stopwatch: () => 0,
      });
      if (verdict.kind === problem.verdict) hits++;
    }
    right.push(hits);
    // Fewer than 5 of 8 have a chance of 1 in 2,700 at a rate of 95 %: 1 − P(Binomial(8, 0.95) ≥ 5) = 0.0004.
    expect(hits).toBeGreaterThanOrEqual(5);
  });
  test("at least as often as is claimed", () => {
    const runs = RUNS * planted.length;
    const hits = right.reduce((sum, one) => sum + one, 0);
    expect(right).toHaveLength(planted.length);
    // Three standard errors of the claimed share.
    expect(hits / runs).toBeGreaterThan(CLAIMED - 3 * Math.sqrt((CLAIMED * (1 - CLAIMED)) / runs));
  });
});
