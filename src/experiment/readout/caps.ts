import { columnsOf, type Metric } from "./metric.ts";
import type { Cap } from "./statistics.ts";
import type { UnitTable } from "./unit-table.ts";

/** A cap is read from so many rows at most, evenly spaced: more would cost a second and move it by nothing. */
const CAP_ROWS = 1 << 18;

/**
 * Where the extreme values of each metric with declared outliers are cut: one cap for all arms, blind to them, so that it
 * cannot favour one. Winsorising cuts both ends, at its quantile and at one less it. Tukey, 1962.
 */
export function capsOf(table: UnitTable, metrics: readonly Metric[]): Readonly<Record<string, Cap>> {
  return Object.fromEntries(
    metrics.flatMap((metric) => {
      const cap = capOf(table, metric);
      return cap === undefined ? [] : [[metric.name, cap] as const];
    }),
  );
}

function capOf(table: UnitTable, metric: Metric): Cap | undefined {
  const { outliers } = metric;
  if (outliers === undefined) return undefined;
  if ("cap" in outliers) return { high: outliers.cap };
  const values = spaced(table.columns[columnsOf(metric)[0] ?? ""] ?? new Float64Array(0));
  const low = values[Math.floor((1 - outliers.winsorise) * (values.length - 1))];
  const high = values[Math.ceil(outliers.winsorise * (values.length - 1))];
  return low === undefined || high === undefined ? {} : { low, high };
}

/** Finite values in order. */
function spaced(values: Float64Array): Float64Array {
  const step = Math.max(1, Math.ceil(values.length / CAP_ROWS));
  const picked: number[] = [];
  for (let i = 0; i < values.length; i += step) {
    const value = values[i] as number;
    if (Number.isFinite(value)) picked.push(value);
  }
  return Float64Array.from(picked).sort();
}
