import { describe, expect, test } from "vitest";
import { type Outlook, outlookOf, stoppingOf } from "../../src/experiment/index.ts";
import { isInsufficient, type Rng, rng } from "../../src/kernel/index.ts";
import {
  addToMoments,
  bivariateOf,
  type Moments,
  meanDifference,
  momentsOf,
  noMoments,
  sequentialDifference,
} from "../../src/stats/index.ts";
import { sure } from "./designs-runs.ts";
import { draws } from "./designs-worlds.ts";

const RUNS = 1_500;
/** 30 days of a hundred new units each. */
const enrolment = draws(30, (day) => 100 * (day + 1));
const question = { sdPerUnit: 1, enrolment, lift: 0.2 };

/** Four standard errors of a binomial share: one sound claim in sixteen thousand fails. */
const band = (share: number, runs: number): number => 4 * Math.sqrt((share * (1 - share)) / runs);

const randomOf = (purpose: string, unit: number): Rng => rng({ seed: 11, unit, purpose });

/** The share of runs in which something is found. */
function shareOf(purpose: string, runs: number, finds: (random: Rng) => boolean): number {
  let found = 0;
  for (let run = 0; run < runs; run++) if (finds(randomOf(purpose, run))) found++;
  return found / runs;
}

const finds = (treated: Moments, control: Moments, level = 0.95): boolean =>
  sure(meanDifference(treated, control, level)).low > 0;

function expectPower(found: number, planned = 0.8, runs = RUNS): void {
  expect(Math.abs(found - planned)).toBeLessThanOrEqual(band(planned, runs));
}

describe("planned power is simulated power", () => {
  test.each([
    { name: "even arms", options: {}, share: 0.5, treatments: 1 },
    { name: "uneven arms", options: { treatmentShare: 0.25 }, share: 0.25, treatments: 1 },
    { name: "three arms", options: { treatments: 2 }, share: 1 / 3, treatments: 2 },
  ])("of $name", ({ name, options, share, treatments }) => {
    const { plain } = outlookOf({ ...question, ...options });
    const units = sure(plain.units);
    const control = Math.round(units * (treatments === 1 ? 1 - share : 1 / 3));
    const treated = Math.round(units * share);
    const power = shareOf(`plain-${name}`, RUNS, (random) =>
      finds(
        momentsOf(draws(treated, () => 0.2 + random.normal())),
        momentsOf(draws(control, () => random.normal())),
        1 - 0.05 / treatments,
      ),
    );
    expectPower(power);
  });

  test("with CUPED, when the past says 60 % of the variance", () => {
    const correlation = Math.sqrt(0.6);
    const half = Math.ceil(sure(outlookOf({ ...question, cupedVariance: 0.4 }).cuped.units) / 2);
    const power = shareOf("cuped", RUNS, (random) => {
      const before = draws(2 * half, () => random.normal());
      const money = before.map((x, i) => {
        const own = correlation * x + Math.sqrt(1 - correlation ** 2) * random.normal();
        return own + (i < half ? 0.2 : 0);
      });
      const { comoment, m2X, meanX } = bivariateOf(before, money);
      const adjusted = money.map((y, i) => y - (comoment / m2X) * ((before[i] as number) - meanX));
      return finds(momentsOf(adjusted.slice(0, half)), momentsOf(adjusted.slice(half)));
    });
    // The slope is fitted with the effect in it: a correction of the order of lift², well within the band.
    expectPower(power);
  });

  test("where only those count on whom the releases differ", () => {
    const disagreement = { units: 1_000, unitsDiffering: 250, decisions: 1_000, differing: 250 };
    const unknown = { kind: "insufficient", reason: "not-asked" } as const;
    const shares = { shareOfDecisions: unknown, shareOfUnits: unknown };
    const { triggered, plain } = outlookOf({ ...question, disagreement: { ...disagreement, ...shares } });
    const units = sure(triggered.units);
    expect(units).toBeLessThan(sure(plain.units) / 3);
    const power = shareOf("triggered", RUNS, (random) => {
      const sums = { treated: noMoments, control: noMoments };
      for (let i = 0; i < units; i++) {
        if (random.uniform() >= 0.25) continue;
        if (i % 2 === 0) sums.treated = addToMoments(sums.treated, 0.8 + random.normal());
        else sums.control = addToMoments(sums.control, random.normal());
      }
      return finds(sums.treated, sums.control);
    });
    // How many of those who came differ is itself left to chance, which costs less than a hundredth.
    expect(Math.abs(power - 0.8)).toBeLessThanOrEqual(band(0.8, RUNS) + 0.01);
  });
});

describe("a sequential comparison", () => {
  const { sequential, plain } = outlookOf(question) as Outlook;
  const planned = sure(plain.units);
  const stopping = sure(sequential);

  function endOf(random: Rng, lift: number): { readonly units: number; readonly found: number } {
    const sums = { treated: noMoments, control: noMoments };
    for (let units = 100; units <= 3 * planned; units += 100) {
      for (let i = 0; i < 50; i++) {
        sums.treated = addToMoments(sums.treated, lift + random.normal());
        sums.control = addToMoments(sums.control, random.normal());
      }
      const looked = sequentialDifference(sums.treated, sums.control, { plannedUnits: planned });
      if (isInsufficient(looked)) continue;
      if (looked.low > 0) return { units, found: 1 };
      if (looked.high < 0) return { units, found: -1 };
    }
    return { units: 3 * planned, found: 0 };
  }

  test("ends when it was reckoned to end, as often and with the power", () => {
    const runs = 600;
    const ends = draws(runs, (run) => run).map((run) => endOf(randomOf("sequential", run), 0.2));
    const units = momentsOf(ends.map((end) => end.units));
    const error = Math.sqrt(units.m2 / (units.n - 1) / units.n);
    expect(Math.abs(units.mean - stopping.expectedUnits)).toBeLessThanOrEqual(4 * error);
    const found = ends.filter((end) => end.found === 1).length / runs;
    expect(Math.abs(found - stopping.power)).toBeLessThanOrEqual(band(stopping.power, runs) + 1 / runs);
    expect(sure(stopping.medianUnits)).toBeLessThan(3 * planned);
  });

  test("with no lift finds one in at most 5 % of the cases, however often it is looked at", () => {
    const nothing = sure(
      stoppingOf({
        ...{ lift: 0, varianceTimesUnits: 4, plannedUnits: planned, unitsPerLook: 100, most: 3 * planned },
        ...{ smallerShare: 0.5, level: 0.95 },
      }),
    );
    expect(nothing.power + nothing.wrongSign).toBeLessThanOrEqual(0.05);
    expect(nothing.power).toBeCloseTo(nothing.wrongSign, 6);
    expect(nothing.expectedUnits).toBeGreaterThan(2.8 * planned);
  });
});
