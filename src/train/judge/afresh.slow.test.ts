import { expect, test } from "vitest";
import { isInsufficient } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { clinic, closeBenches, openBench } from "../clinic.conformance.ts";
import { firstRows, serveLearned, visitsByDay } from "./histories.conformance.ts";

closeBenches();

const PER_DAY = 60;
/** Trees deep enough to know their rows by heart: they take for law what is noise. */
const byHeart = {
  learner: "gbdt",
  params: { rounds: 60, numLeaves: 127, minDataInLeaf: 1, learningRate: 0.3 },
} as const;
/** The simulator's own law has this form: no model does better in the long run. */
const law = { learner: "logistic", params: {} } as const;

interface Gain {
  readonly value: number;
  readonly se: number;
}

function gainOf(gain: Estimated | null): Gain {
  if (gain === null || isInsufficient(gain)) throw new Error("no gain");
  return { value: gain.value, se: (gain.high - gain.low) / 2 / 1.96 };
}

/** How many standard errors the mean of independent gains lies above none. */
function pooled(gains: readonly Gain[]): number {
  return gains.reduce((sum, { value }) => sum + value, 0) / Math.hypot(...gains.map(({ se }) => se));
}

test("a champion that knows the judged rows by heart no longer wins by it: the better candidate is found better", async () => {
  const [flattered, fair]: [Gain[], Gain[]] = [[], []];
  for (const seed of [1, 2, 3, 4, 5]) {
    const bench = await openBench();
    const table = visitsByDay({ days: 240, perDay: PER_DAY, seed });
    await serveLearned(bench, clinic({ byTime: true, learner: byHeart }), firstRows(table, 200 * PER_DAY));
    const system = clinic({ byTime: true, learner: law });
    const before = (await bench.run(system, table, { holds: true })).result;
    const now = (await bench.run(system, table, { holds: true, afresh: true })).result;
    expect(before.warnings.map(({ code }) => code)).toContain("champion.saw-rows");
    expect(now.warnings.map(({ code }) => code)).not.toContain("champion.saw-rows");
    // Forty days came since: the newer half of them is judged.
    expect(now.judged).toEqual({ kind: "fresh", rows: 20 * PER_DAY, days: 20, enough: true });
    flattered.push(gainOf(before.judgement.over.champion));
    fair.push(gainOf(now.judgement.over.champion));
  }
  // Known truth: the candidate is the better one. Five worlds settle it at four standard errors where the champion met new rows alone,
  // and at not even two (a gate's own measure) where a third of what was judged was known to it.
  expect(pooled(fair)).toBeGreaterThan(4);
  expect(pooled(flattered)).toBeLessThan(1.96);
});
