import { expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { defineDesign } from "../designs/design.ts";
import { defineMetrics } from "../readout/define-metrics.ts";
import { readStatistics } from "../readout/read-statistics.ts";
import { summarise } from "../readout/summarise.ts";
import type { UnitTable } from "../readout/unit-table.ts";
import { resampledMoney } from "./resampled.ts";

const design = defineDesign({
  ...{ name: "e", unit: "entity", control: "a" },
  arms: ["a", "b"].map((arm) => ({ arm, share: 0.5 })),
});
const metrics = defineMetrics([
  { name: "money", kind: "mean", value: "money", role: "success", direction: "increase", money: true },
]);

function read(moneyOf: (row: number) => number) {
  const codes = Uint16Array.from({ length: 400 }, (_, row) => row % 2);
  const table: UnitTable = {
    arms: { codes, names: ["a", "b"] },
    columns: { money: Float64Array.from(codes, (_, row) => moneyOf(row)) },
  };
  const readout = readStatistics({ design, statistics: summarise(table, { experiment: "e", part: "all", metrics }) });
  return { found: resampledMoney(table, readout), fixed: readout.metrics[0]?.effects[0]?.fixed };
}

test("where one unit carries the difference, resampling tells it with the skew", () => {
  const random = rng({ seed: 2, purpose: "test.resampled" });
  const { found, fixed } = read((row) => (row === 7 ? 40_000 : 10 + random.normal()));
  const { difference } = found[0] ?? {};
  if (difference === undefined || isInsufficient(difference) || fixed === undefined || isInsufficient(fixed))
    throw new Error("nothing was resampled");
  expect(found).toHaveLength(1);
  expect(difference.value).toBeCloseTo(fixed.value, 9);
  // Without that unit the arms are alike, and it is drawn three times or more in one replicate of twelve: 600 a unit.
  expect(difference.low).toBeGreaterThan(-1);
  expect(difference.high).toBeGreaterThan(fixed.high);
});

test("money that no few units carry is not resampled", () => {
  const random = rng({ seed: 3, purpose: "test.resampled" });
  expect(read(() => 10 + random.normal()).found).toEqual([]);
});
