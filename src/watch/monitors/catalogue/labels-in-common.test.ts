import { expect, test } from "vitest";
import { rng } from "../../../kernel/index.ts";
import { sigmoid } from "../../quality/scored.conformance.ts";
import { plainIn, readingsOver, type ShopHow, shopPeriods } from "../followed/shop-periods.conformance.ts";
import type { Monitor } from "../monitor.ts";
import { conceptDrift } from "./concept-drift.ts";
import { estimatedQuality } from "./estimated-quality.ts";
import { liveCalibration } from "./live-calibration.ts";

const monitors = [conceptDrift, estimatedQuality, liveCalibration] as unknown as readonly Monitor<never, never>[];

/** What is said of a shop in which log-odds of labels are off by so much in each period, and in which period first. */
function told(periods: number, off: (p: number) => number): Readonly<Record<string, number>> {
  const change = (p: number): Partial<ShopHow> => ({ truth: (x: number) => sigmoid(1.3 * x - 1.2 + off(p)) });
  const seen = shopPeriods({ periods, seed: 1, change });
  return Object.assign({}, ...monitors.map((monitor) => plainIn(readingsOver(monitor, seen))));
}

test("labels of a period with a cause in common, by turns up and down, are no fault", () => {
  const draws = rng({ seed: 1, unit: 0, purpose: "cause" });
  const causes = Array.from({ length: 64 }, () => 0.6 * draws.normal());
  expect(told(causes.length, (p) => causes[p] ?? 0)).toEqual({});
});

test("labels that are off to one side from the first day on are told within two days of the first of them", () => {
  const found = told(13, () => 0.6);
  expect(found["calibration.gap risk"]).toBeLessThanOrEqual(4 + 8);
  expect(found["concept.drifted risk"]).toBeLessThanOrEqual(4 + 8);
});
