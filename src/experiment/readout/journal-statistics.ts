import { isInsufficient } from "../../kernel/index.ts";
import { MOST_SKEW } from "../../stats/index.ts";
import type { Design } from "../designs/design.ts";
import type { CollectedUnits, UnitObservation } from "../journal-readout/units.ts";
import { compareMetric } from "./compare-metric.ts";
import { defineMetrics } from "./define-metrics.ts";
import type { Metric } from "./metric.ts";
import type { ReadoutStatistics } from "./statistics.ts";
import { summarise } from "./summarise.ts";
import { NO_NAME, type UnitTable } from "./unit-table.ts";

const MONEY: Metric = {
  ...{ name: "money", kind: "mean", value: "money" },
  ...{ role: "success", direction: "increase", money: true },
};

const COUNTS = ["money", "decisions", "acted", "known", "positive"] as const;

/** The units of a journal as a table: columns `money`, `decisions`, `acted`, `known` (labels) and `positive` (true ones). */
export function tableOfUnits({ arms }: Design, units: readonly UnitObservation[]): UnitTable {
  const names = arms.map(({ arm }) => arm);
  const numbers = new Map(names.map((name, i) => [name, i]));
  const codes = new Uint16Array(units.length);
  const entered = new Float64Array(units.length);
  const columns = Object.fromEntries(COUNTS.map((name) => [name, new Float64Array(units.length)]));
  units.forEach((unit, row) => {
    codes[row] = numbers.get(unit.arm) ?? NO_NAME;
    entered[row] = unit.entered ?? Number.NaN;
    for (const name of COUNTS) (columns[name] as Float64Array)[row] = unit[name];
    // A unit always has money; what is no number here is a fault and nothing that is merely missing.
    if (Number.isNaN(unit.money)) (columns.money as Float64Array)[row] = Number.POSITIVE_INFINITY;
  });
  return { arms: { codes, names }, columns, entered };
}

/** The units of a journal in sums: their money, which every experiment has, and further metrics over the same columns. */
export function statisticsOfUnits(
  design: Design,
  { units, crossed }: CollectedUnits,
  further: readonly Metric[] = [],
): ReadoutStatistics {
  const table = tableOfUnits(design, units);
  const strays = table.arms.codes.reduce((sum, code) => (code === NO_NAME ? sum + 1 : sum), 0);
  const metrics = defineMetrics([MONEY, ...further]);
  const noticed = { strays, crossed, outcomes: {}, early: {} };
  return summarise(table, { experiment: design.name, part: "all", metrics, noticed });
}

/** The arms whose difference in money from the control's is carried by few units. */
export function heavyIn({ arms }: ReadoutStatistics, control: string): readonly string[] {
  const moneyIn = (arm: string) => arms[arm]?.metrics.money;
  const base = moneyIn(control);
  return Object.keys(arms).filter((arm) => {
    const of = moneyIn(arm);
    if (of === undefined || base === undefined || arm === control) return false;
    const pair = compareMetric(MONEY, [of, base], [of, base]);
    return !isInsufficient(pair) && Math.abs(pair.skew) > MOST_SKEW;
  });
}
