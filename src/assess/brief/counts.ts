import { groupsOf } from "../../data/index.ts";
import { evaluate } from "../../features/index.ts";
import { isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import { formatNumber, type Unit } from "../../report/index.ts";
import { clusteredMean, clusteredProportion, clusterTotals, type Estimated } from "../../stats/index.ts";
import { wordCount, wordEstimate } from "../words.ts";
import { type AssumptionCase, type Found, held, open, refuted } from "./checked-assumption.ts";

/** Whether there are so many rows, or so many in which an outcome is true. */
export function checkRows(
  { atLeast, outcome }: { readonly atLeast: number; readonly outcome?: string },
  all: AssumptionCase,
): Found {
  const told = outcome === undefined ? null : toldOf(outcome, all);
  if (outcome !== undefined && told === null)
    return open(`There is no outcome \`${outcome}\` that is a yes or a number.`);
  const count = told === null ? all.rows.table.rows : told.values.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
  const what = told === null ? "" : told.isFlag ? ` where \`${outcome}\` is yes` : ` where \`${outcome}\` is above 0`;
  const message = `${wordCount(count)} ${count === 1 ? "row is" : "rows are"} there${what}; ${wordCount(atLeast)} were assumed.`;
  return count >= atLeast ? held(message) : refuted(message, [`${wordCount(atLeast - count)} more are needed.`]);
}

/**
 * Whether the mean of an outcome, or its share of yes, lies in a range: by the whole of its 95 % interval, in which the rows
 * of one entity count together. An interval across an end of the range leaves it open.
 */
export function checkOutcome(
  { outcome, between }: { readonly outcome: string; readonly between: readonly [low: number, high: number] },
  all: AssumptionCase,
): Found {
  const told = toldOf(outcome, all);
  if (told === null) return open(`There is no outcome \`${outcome}\` that is a yes or a number.`);
  const { found, unit } = meanOf(told);
  if (isInsufficient(found)) return open(`The rows do not tell: ${wordInsufficient(found)}.`);
  const [low, high] = between;
  const range = `${formatNumber(low, unit)} to ${formatNumber(high, unit)}`;
  const what = told.isFlag ? `\`${outcome}\` is yes in` : `\`${outcome}\` is on average`;
  const message = `${what} ${wordEstimate(found, unit)}${told.isFlag ? ` of ${wordCount(told.values.length)} rows` : ""}; ${range} was assumed.`;
  if (found.low >= low && found.high <= high) return held(message);
  if (found.high < low || found.low > high) return refuted(message);
  return open(`${message} These rows are too few to tell.`);
}

interface Told {
  readonly values: Float64Array;
  readonly clusters: Int32Array;
  readonly isFlag: boolean;
}

/** The known values of an outcome; null where there is none, or where it is a text. */
function toldOf(outcome: string, { system, rows: { table } }: AssumptionCase): Told | null {
  const declared = Object.hasOwn(system.outcomes, outcome) ? system.outcomes[outcome] : undefined;
  if (declared === undefined) return null;
  const label = evaluate(declared.history, table, outcome);
  if (label.kind === "text") return null;
  const entity = system.entity === undefined ? null : groupsOf(table, system.entity).ids;
  const known = Int32Array.from(label.values.keys()).filter((row) => !Number.isNaN(label.values[row] as number));
  return {
    values: Float64Array.from(known, (row) => label.values[row] as number),
    clusters: known.map((row) => entity?.[row] ?? row),
    isFlag: declared.kind === "flag",
  };
}

function meanOf({ values, clusters, isFlag }: Told): { readonly found: Estimated; readonly unit: Unit } {
  const totals = clusterTotals({ sums: values, clusters });
  return isFlag
    ? { found: clusteredProportion(totals), unit: "percent" }
    : { found: clusteredMean(totals), unit: "number" };
}
