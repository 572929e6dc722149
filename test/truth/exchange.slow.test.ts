import { describe, expect, test } from "vitest";
import { exchangeRuns } from "./exchange-runs.ts";
import { type ExchangeTruth, WORLD } from "./exchange-world.ts";
import { band } from "./tally.ts";

const WORLDS = 150;

describe("the exchange rate, from simulated archives whose truth is known", () => {
  test.each<[string, ExchangeTruth]>([
    ["one rate for all systems", WORLD],
    ["rates that differ between systems", { ...WORLD, systems: 6, slopeSpread: 8 }],
    ["twelve comparisons of one system", { ...WORLD, systems: 1, perSystem: 12 }],
  ])("covers the planted relation: %s", (_, truth) => {
    const { told, covers, forecasts } = exchangeRuns(truth, WORLDS);
    expect(told).toBeGreaterThan(0.5 * WORLDS);
    expect(covers / told).toBeGreaterThan(0.95 - band(0.95, told));
    expect(forecasts / told).toBeGreaterThan(0.95 - band(0.95, told));
  });

  test("invents no relation where there is none", () => {
    const { told, claims } = exchangeRuns({ ...WORLD, slope: 0 }, WORLDS);
    expect(claims / told).toBeLessThan(0.05 + band(0.05, told));
  });

  test("takes off the noise that flattens the naive slope", () => {
    const { rate, naive } = exchangeRuns(WORLD, WORLDS);
    // The naive slope falls to the share of truth in the measured deltas: 0.01² / (0.01² + E(s²)), s from 0.004 to 0.009.
    const share = 0.01 ** 2 / (0.01 ** 2 + (0.009 ** 3 - 0.004 ** 3) / (3 * 0.005));
    expect(Math.abs(naive / WORLD.slope - share)).toBeLessThan(0.06);
    expect(Math.abs(rate / WORLD.slope - 1)).toBeLessThan(0.06);
  });
});
