import { describe, expect, test } from "vitest";
import { mediation, opposingEffects } from "../../src/experiment/index.ts";
import { isInsufficient } from "../../src/kernel/index.ts";
import { meanPoint, momentsOf } from "../../src/stats/index.ts";
import { beforeAfterRuns, differencesRuns, mediationRuns, seriesRuns } from "./observational-runs.ts";
import { desk } from "./observational-world.ts";
import { band } from "./tally.ts";

const WORLDS = 400;

describe("difference in differences", () => {
  const truth = { units: 40, periods: 16, from: 10, effect: 1, drift: 0 };

  test("recovers a known effect, and raises no more false alarms than stated", () => {
    const { covers, flagged, meanEffect } = differencesRuns(truth, WORLDS);
    expect(covers / WORLDS).toBeGreaterThan(0.95 - band(0.95, WORLDS));
    expect(Math.abs(meanEffect - 1)).toBeLessThan(0.1);
    expect(flagged / WORLDS).toBeLessThan(0.05 + band(0.05, WORLDS));
  });

  test("flags treated units that grew faster all along", () => {
    const { flagged, covers } = differencesRuns({ ...truth, drift: 0.25 }, WORLDS);
    expect(flagged / WORLDS).toBeGreaterThan(0.9);
    expect(covers / WORLDS).toBeLessThan(0.2);
  });
});

describe("interrupted time series", () => {
  const truth = { periods: 80, from: 40, effect: 3, trend: 0.05 };

  test.each([0, 0.4, 0.6])("covers a known effect when a moment resembles the last by %s", (rho) => {
    const { covers, meanEffect, flagged } = seriesRuns({ ...truth, rho }, WORLDS);
    expect(covers / WORLDS).toBeGreaterThan(0.95 - band(0.95, WORLDS));
    expect(flagged / WORLDS).toBeLessThan(0.05 + band(0.05, WORLDS));
    expect(Math.abs(meanEffect - 3)).toBeLessThan(0.3);
  });

  test("a trend makes before and after a wrong answer, which is flagged", () => {
    const { meanEffect, flagged } = beforeAfterRuns({ ...truth, rho: 0.3, trend: 0.1 }, WORLDS);
    expect(meanEffect - 3).toBeGreaterThan(1);
    expect(flagged / WORLDS).toBeGreaterThan(0.9);
  });
});

describe("two opposing effects of one model", () => {
  // Happier by 0.5, each worth 2; faster by 1, each worth −1: together nothing.
  const truth = { happier: 0.5, spendsByHappiness: 2, faster: 1, spendsByFaster: -1 };

  test("are told apart in a cohort", () => {
    const { first, second, opposing } = mediationRuns(truth, 1_000, WORLDS);
    expect(first / WORLDS).toBeGreaterThan(0.95 - band(0.95, WORLDS));
    expect(second / WORLDS).toBeGreaterThan(0.95 - band(0.95, WORLDS));
    expect(opposing / WORLDS).toBeGreaterThan(0.99);
  });

  test("are told apart, and found to mask each other, by a third arm", () => {
    const arm = (happier: number, faster: number, seed: number) =>
      meanPoint(
        momentsOf(
          Float64Array.from(
            desk({ ...truth, happier, faster }, 4_000, seed).filter(({ treated }) => treated),
            ({ outcome }) => outcome,
          ),
        ),
      );
    const found = opposingEffects({ control: arm(0, 0, 1), firstOnly: arm(0.5, 0, 2), whole: arm(0.5, 1, 3) });
    expect(found).toMatchObject({ basis: "randomised", opposing: true, masked: true });
  });

  test("a hidden taste spoils the cohort's answer and not the third arm's", () => {
    const { first } = mediationRuns({ ...truth, taste: 1 }, 2_000, 100);
    expect(first / 100).toBeLessThan(0.4);
  });

  test("a cohort in which nothing lies between shows none", () => {
    const { pathways, opposing } = mediation(desk({ ...truth, happier: 0, faster: 0 }, 1_000, 1));
    expect(opposing).toBe(false);
    for (const { effect } of pathways) expect(isInsufficient(effect) || (effect.low < 0 && effect.high > 0)).toBe(true);
  });
});
