import { expect, test } from "vitest";
import { rng } from "../../../kernel/index.ts";
import { type Drift, type Drifted, stepDrift } from "./drift.ts";

const DAY = 86_400_000;
const MONDAY = Date.UTC(2026, 0, 5);
/** Twenty bins, of which training saw each alike often. */
const reference = new Array<number>(20).fill(1_000);
const layout = { kind: "number", edges: Array.from({ length: 19 }, (_, i) => i + 1) } as const;

/** What is read by the day, of 300 values a day, where `change` comes after four weeks. */
function days(change: (bin: number, draw: () => number) => number, most: number): readonly Drifted[] {
  const draws = rng({ seed: 5, purpose: "drift" });
  let drift: Drift | undefined;
  const found: Drifted[] = [];
  for (let day = 0; day < 28 + most; day++) {
    const bins = reference.map(() => 0);
    for (let i = 0; i < 300; i++) {
      const bin = draws.integer(20);
      const changed = day < 28 ? bin : change(bin, () => draws.uniform());
      bins[changed] = (bins[changed] ?? 0) + 1;
    }
    const drifted = stepDrift(drift, { at: MONDAY + day * DAY, periodMs: DAY, layout, bins, reference });
    if (drifted === undefined) throw new Error("nothing was read");
    // What is kept survives being written down.
    drift = JSON.parse(JSON.stringify(drifted.drift)) as Drift;
    found.push(drifted);
  }
  return found;
}

/** The most that one of the bets, or all evidence that speaks for a change, gathered after four weeks. */
function gathered(found: readonly Drifted[]): number {
  const after = found.slice(28);
  const bets = after[0]?.bets.map((_, i) => after.reduce((sum, { bets: of }) => sum + (of[i] ?? 0), 0)) ?? [];
  return Math.max(...bets);
}

test("one in four that says one of two values, as far apart as any, is told, with the one that comes most", () => {
  // Place and spread stay what they were: five and a half bins from the middle is a standard deviation.
  const found = days((bin, draw) => (draw() < 0.75 ? bin : draw() < 0.5 ? 4 : 15), 5);
  expect(gathered(found)).toBeGreaterThan(Math.log(10_000));
  expect(found.at(-1)!.says).toMatch(/^has other values than usual: (4 to 5|15 to 16) is (1|2)\d(\.\d)?% of it/);
});

test("a shift too small for one day is told within a week, and what is usual is not", () => {
  const shifted = days((bin, draw) => Math.min(19, bin + (draw() < 0.7 ? 2 : 1)), 7);
  expect(gathered(shifted)).toBeGreaterThan(Math.log(10_000));
  expect(gathered(days((bin) => bin, 7))).toBeLessThan(Math.log(20));
});
