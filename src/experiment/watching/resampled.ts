import { bootstrapInterval, type Estimated, MOST_SKEW } from "../../stats/index.ts";
import type { ExperimentReadout } from "../readout/read-statistics.ts";
import type { UnitTable } from "../readout/unit-table.ts";

/** What an arm brings more than the control per unit, by resampling the units. */
export interface Resampled {
  readonly arm: string;
  readonly difference: Estimated;
}

/** Any will do; the same one, so that the same journal reads the same. */
const SEED = 1;

/**
 * The money of the arms whose difference a few units carry, by resampling: where an interval that trusts in the normal
 * distribution is not to be trusted, this one follows the skew. As it came: nothing is adjusted by the past. Its level is that of
 * the readout's intervals.
 */
export function resampledMoney(table: UnitTable, readout: ExperimentReadout): readonly Resampled[] {
  const money = readout.metrics.find(({ metric }) => metric.money === true);
  const heavy = money?.effects.filter(({ skew }) => Math.abs(skew) > MOST_SKEW) ?? [];
  return heavy.map(({ arm }) => ({ arm, difference: differenceIn(table, [arm, readout.control], readout.level) }));
}

/** Sums of the money and counts of the units of both arms, row by row. */
function differenceIn({ arms, columns }: UnitTable, pair: readonly [string, string], level: number): Estimated {
  const codes = pair.map((arm) => arms.names.indexOf(arm));
  const rows = [...arms.codes.keys()].filter((row) => codes.includes(arms.codes[row] as number));
  const column = (of: (row: number) => number): Float64Array => Float64Array.from(rows, of);
  const sums = codes.flatMap((code) => {
    const isIn = (row: number): number => (arms.codes[row] === code ? 1 : 0);
    return [column((row) => isIn(row) * (columns.money?.[row] ?? 0)), column(isIn)];
  });
  const difference = ([brought = 0, units = 0, before = 0, others = 0]: Float64Array): number =>
    brought / units - before / others;
  return bootstrapInterval(sums, difference, { seed: SEED, level });
}
