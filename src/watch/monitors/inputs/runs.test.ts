import { expect, test } from "vitest";
import { rng } from "../../../kernel/index.ts";
import type { InputSeen } from "../../seen/seen.ts";
import { noRun, stepRun } from "./runs.ts";

const numbers = (n: number, longestRun: number, only?: number): InputSeen => ({
  ...{ bins: [n, 0], missing: 0, longestRun },
  numbers: { n, mean: only ?? 3, m2: 0, least: only ?? 0, most: only ?? 9 },
});
/** 5,000 rows in which nothing came more than five times in a row. */
const REFERENCE = numbers(5_000, 5);

/** What a run under way adds up to, in periods of so many values each. */
function gathered(perPeriod: number, values: number, reference = REFERENCE): number {
  let [run, ln] = [noRun, 0];
  for (let n = 0; n < values; n += perPeriod) {
    const stepped = stepRun(run, numbers(perPeriod, perPeriod, 3), reference);
    run = stepped.run;
    ln += stepped.evidence;
  }
  return ln;
}

test("a thousand of the same in a row is evidence by itself, whatever the period", () => {
  expect(gathered(1_000, 1_000)).toBeGreaterThan(20);
  expect(gathered(5, 1_000)).toBeCloseTo(gathered(1_000, 1_000), 6);
});

test("of what the reference repeats as often, or what live data did before, it is none", () => {
  expect(gathered(5, 1_000, numbers(5_000, 400))).toBe(0);
  const { run } = stepRun(noRun, numbers(400, 90), REFERENCE);
  expect(stepRun(run, numbers(1_000, 300), REFERENCE).evidence).toBe(0);
});

test("runs by chance, as long as a value of one in two makes them, bring nothing", () => {
  const random = rng({ seed: 4, purpose: "test.runs" });
  const draw = (n: number): InputSeen => {
    let [now, longest, last] = [0, 0, -1];
    for (let i = 0; i < n; i++) {
      const value = Number(random.uniform() < 0.5);
      now = value === last ? now + 1 : 1;
      [last, longest] = [value, Math.max(longest, now)];
    }
    return numbers(n, longest);
  };
  const reference = draw(2_000);
  let run = noRun;
  for (let p = 0; p < 300; p++) {
    const stepped = stepRun(run, draw(50), reference);
    run = stepped.run;
    expect(stepped.evidence).toBeLessThanOrEqual(0);
  }
});
