import { beforeAll, describe, expect, test } from "vitest";
import { HOPELESS, runSetting, SETTINGS } from "./off-policy-runs.ts";
import { BIASED, runSlates, SLATES } from "./off-policy-slate-runs.ts";
import { band, summary, type Tally } from "./tally.ts";

/** A size that fits beside other tests; `node test/truth/off-policy-table.ts` runs ten thousand. */
const RUNS = 200;
/** What normal theory may lack at these sizes, beside chance; in full runs it lacks less than one in a hundred. */
const SLACK = 0.01;

const told = (tallies: Readonly<Record<string, Tally>>) =>
  Object.entries(tallies).map(([name, tally]) => ({ name, ...summary(tally) }));

describe.each(SETTINGS)("off-policy, $name", (setting) => {
  let found: ReturnType<typeof told>;
  beforeAll(() => {
    found = told(runSetting(setting, RUNS));
  });

  test("intervals hold the truth as often as they say", () => {
    const short = found.filter(({ told, coverage }) => told > 0 && coverage < 0.95 - SLACK - band(0.95, told));
    expect(short).toEqual([]);
  });

  test("nothing is biased beyond chance, but for bounds, which have no centre", () => {
    const estimates = found.filter(({ name, told }) => told > 0 && !/guaranteed|honest/.test(name));
    expect(estimates.filter(({ biasErrors }) => Math.abs(biasErrors) > 4.5)).toEqual([]);
  });

  test("an interval is hardly ever refused where overlap is fair", () => {
    expect(found.filter(({ refused }) => refused > 0.03 * RUNS)).toEqual([]);
  });
});

describe.each(HOPELESS)("off-policy, $name", (setting) => {
  let tallies: Readonly<Record<string, Tally>>;
  beforeAll(() => {
    tallies = runSetting(setting, RUNS);
  });

  test("no estimate is given, and the reason says why", () => {
    const estimates = Object.entries(tallies).filter(([name]) => !/guaranteed|honest/.test(name));
    for (const [, { told, refusals }] of estimates) {
      expect(told).toBeLessThanOrEqual(0.01 * RUNS);
      expect(Object.keys(refusals).length).toBeGreaterThan(0);
    }
  });

  test("bounds that need no overlap hold all the same", () => {
    const bounds = Object.entries(tallies).filter(([name]) => /guaranteed|honest/.test(name));
    for (const [, { told, covered }] of bounds) {
      expect(told).toBe(RUNS);
      expect(covered / told).toBeGreaterThan(0.95 - band(0.95, told));
    }
  });
});

describe.each(SLATES)("rankings, $name", (setting) => {
  let found: ReturnType<typeof told>;
  beforeAll(() => {
    found = told(runSlates(setting, RUNS));
  });

  test("whoever's assumption holds covers the truth without bias", () => {
    const holds = found.filter(({ name, told }) => told > 0 && !BIASED.has(`${setting.name}/${name}`));
    expect(holds.length).toBeGreaterThanOrEqual(2);
    expect(holds.filter(({ coverage, told }) => coverage < 0.95 - SLACK - band(0.95, told))).toEqual([]);
    expect(holds.filter(({ biasErrors }) => Math.abs(biasErrors) > 4.5)).toEqual([]);
  });

  test("whoever's assumption does not hold is biased", () => {
    const biased = found.filter(({ name, told }) => told > 0 && BIASED.has(`${setting.name}/${name}`));
    expect(biased.every(({ biasErrors }) => Math.abs(biasErrors) > 4.5)).toBe(true);
  });
});
