import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import type { Measure, Span } from "../../objective/index.ts";
import {
  clusteredMean,
  clusteredProportion,
  type Estimate,
  type Estimated,
  intervalOf,
  logInterval,
  mapEstimate,
  meanDifference,
  momentsOf,
  type Point,
  proportion,
  quantileInterval,
} from "../../stats/index.ts";
import { DAY, type DaySums } from "./day-sums.ts";
import { AT, placeOf } from "./unit-sums.ts";
import { effectiveSize } from "./uses.ts";

/** What is asked of sums. */
export interface Asked {
  readonly measure: Measure;
  /** Its number among the measures that were counted. */
  readonly number: number;
  /** Milliseconds that the sums cover: whole days in which everything that the measure asks for is known. */
  readonly span: number;
  /** The end of what was seen, milliseconds since 1970. */
  readonly until: number;
}

/** Each unit's row. */
type Row = Float64Array;

/** A measure read off sums, with its interval: units are what varies. What cannot be said is a value, too. */
export function estimateOf(sums: DaySums, asked: Asked): Estimated {
  const { measure, number } = asked;
  switch (measure.measure) {
    case "quantile":
      return quantileInterval(sums.quantiles[number] as NonNullable<DaySums["quantiles"][string]>, measure.q);
    case "catalogue":
      return effectiveSize(sums.uses);
    case "active":
      return counted(rowsOf(sums, isNamed).length / sums.units.share, sums.units.share);
    case "retention":
      return retentionOf(sums, measure.day, asked.until);
    case "total":
      return scaled(intervalOf(totalPoint(sums, number)), lengthOf(measure.per) / asked.span);
    case "incremental":
      return scaled(incrementOf(sums, number), lengthOf(measure.per) / asked.span);
    case "lifetime":
      return lifetimeOf(sums, { ...asked, measure });
    case "running-cost":
      return costOf(sums, { ...asked, measure });
    case "ratio":
      return clusteredMean(totalsOf(sums, number, () => true));
    default:
      return meanOf(sums, { ...asked, measure });
  }
}

const LENGTHS: Readonly<Record<Span, number>> = { second: 1_000, day: DAY, month: 30 * DAY, year: 365 * DAY };

function lengthOf(span: Span): number {
  return LENGTHS[span];
}

const isNamed = (row: Row): boolean => (row[AT.named] as number) > 0;
const sumIn = (row: Row, measure: number): number => row[placeOf(measure)] as number;
const sizeIn = (row: Row, measure: number): number => row[placeOf(measure) + 1] as number;

function rowsOf({ units }: DaySums, keep: (row: Row) => boolean): readonly Row[] {
  return [...units.rows.values()].filter(keep);
}

function totalsOf(
  sums: DaySums,
  measure: number,
  keep: (row: Row) => boolean,
): { readonly sums: Float64Array; readonly sizes: Float64Array } {
  const rows = rowsOf(sums, keep);
  return {
    sums: Float64Array.from(rows, (row) => sumIn(row, measure)),
    sizes: Float64Array.from(rows, (row) => sizeIn(row, measure)),
  };
}

type AskedMean = Asked & { readonly measure: Extract<Measure, { measure: "mean" | "share" }> };

function meanOf(sums: DaySums, { measure, number }: AskedMean): Estimated {
  if (measure.per === "decision") {
    const totals = totalsOf(sums, number, () => true);
    return measure.measure === "share" ? clusteredProportion(totals) : clusteredMean(totals);
  }
  const { sums: each } = totalsOf(sums, number, (row) => isNamed(row) && sizeIn(row, number) > 0);
  if (measure.measure === "mean") return clusteredMean({ sums: each, sizes: new Float64Array(each.length).fill(1) });
  return proportion(
    each.reduce((reached, sum) => reached + Number(sum > 0), 0),
    each.length,
  );
}

/**
 * The sum over all units. Its variance is that of a sum of a random number of units, Σ sum²: another such time would bring
 * others, and more or fewer of them (compound Poisson). A sample of units is brought to all of them.
 */
function totalPoint(sums: DaySums, measure: number): Point | Insufficient {
  const rows = rowsOf(sums, (row) => sizeIn(row, measure) > 0);
  if (rows.length < 2) return insufficient("too-few-units", { need: 2, have: rows.length });
  const { share } = sums.units;
  const value = rows.reduce((sum, row) => sum + sumIn(row, measure), 0) / share;
  const variance = rows.reduce((sum, row) => sum + sumIn(row, measure) ** 2, 0) / share ** 2;
  return { value, variance, df: Infinity };
}

/** A number of units, and what another such time would bring. */
function counted(value: number, share: number): Estimated {
  if (value === 0) return insufficient("no-decisions");
  const found = intervalOf({ value, variance: value / share, df: Infinity });
  return isInsufficient(found) ? found : { ...found, low: Math.max(0, found.low) };
}

/** What units brought that could be acted on, beyond those that were held back by lot. Units that were both are left out. */
function incrementOf(sums: DaySums, measure: number): Estimated {
  const known = rowsOf(sums, (row) => sizeIn(row, measure) > 0);
  const served = known.filter((row) => row[AT.held] === 0);
  const held = known.filter((row) => row[AT.served] === 0);
  if (held.length < 2) return insufficient("no-holdback", { need: 2, have: held.length });
  const money = (rows: readonly Row[]): readonly number[] => rows.map((row) => sumIn(row, measure));
  const difference = meanDifference(momentsOf(money(served)), momentsOf(money(held)));
  return scaled(difference, served.length / sums.units.share);
}

function scaled(found: Estimated, by: number): Estimated {
  if (isInsufficient(found)) return found;
  if (!Number.isFinite(by)) return insufficient("no-whole-day");
  const { value, low, high, level } = mapEstimate(found, (x) => x * by);
  return { value, low, high, level };
}

/** Of the units whose first decision is long enough ago, how many came back that late or later. */
function retentionOf(sums: DaySums, day: number, until: number): Estimated {
  const length = day * DAY;
  const old = rowsOf(sums, (row) => isNamed(row) && (row[AT.first] as number) + length <= until);
  const back = old.filter((row) => (row[AT.last] as number) - (row[AT.first] as number) >= length);
  return proportion(back.length, old.length);
}

/** The months that a unit stays on average, at most so many. */
export function monthsKept({ months, kept }: { readonly months: number; readonly kept: number }): number {
  return kept === 1 ? months : (1 - kept ** months) / (1 - kept);
}

function lifetimeOf(
  sums: DaySums,
  { measure, number, span }: Asked & { readonly measure: Extract<Measure, { measure: "lifetime" }> },
): Estimated {
  // The first day of all may have begun late.
  if (!(span > 29 * DAY)) return insufficient("too-few-days", { need: 30, have: Math.floor(span / DAY) || 0 });
  const { sums: each } = totalsOf(sums, number, (row) => isNamed(row) && sizeIn(row, number) > 0);
  const month = clusteredMean({ sums: each, sizes: new Float64Array(each.length).fill(1) });
  return scaled(month, monthsKept(measure));
}

function costOf(
  sums: DaySums,
  { measure, number, span }: Asked & { readonly measure: Extract<Measure, { measure: "running-cost" }> },
): Estimated {
  const perMonth = scaled(logInterval(totalPoint(sums, number)), lengthOf("month") / span);
  if (isInsufficient(perMonth)) return perMonth;
  const found: Estimate = mapEstimate(perMonth, (decisions) => (1_000 * measure.perMonth) / decisions);
  return found;
}
