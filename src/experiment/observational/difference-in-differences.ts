import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { differencePoint, meanPoint, momentsOf, type Point } from "../../stats/index.ts";
import { type Check, checkOf, type ObservationalFinding } from "./finding.ts";
import { observedPoint, pValueOf } from "./observe.ts";

/** One unit's metric in every period. */
export interface UnitSeries {
  readonly unit: string;
  /** Whether the unit got the change. Somebody chose so; no lot did. */
  readonly treated: boolean;
  /** One value for each period, the same periods for all units. */
  readonly values: readonly number[];
}

export interface DifferencesRequest {
  readonly units: readonly UnitSeries[];
  /** Number of the first period with the change, from 0; the periods before it are the past. */
  readonly from: number;
  /** Of the interval. Default 0.95. */
  readonly level?: number;
}

const ASSUMES = [
  "Without the change, treated and untreated units would have moved alike (parallel trends).",
  "Nobody changed in anticipation of it, and what the treated got did not spill over to the others.",
  "Nothing else happened to one of the two groups at that time.",
];

/**
 * Difference in differences: how much more the treated units changed than the others. Every unit is one number, its mean
 * after less its mean before, so that periods of one unit, which are alike, do not count as many: Bertrand, Duflo,
 * Mullainathan. How much should we trust differences-in-differences estimates? Quarterly Journal of Economics 119, 2004,
 * section IV.C. Welch's comparison of the two groups' numbers.
 *
 * Two checks: whether the groups drifted apart before the change, and whether a change is "found" in the middle of the
 * past, when there was none. Passing them is weak comfort: Roth. Pretest with caution. AER: Insights 4, 2022.
 */
export function differenceInDifferences(request: DifferencesRequest): ObservationalFinding {
  const { units, from, level } = request;
  const point = gapOf(units, (values) => mean(values.slice(from)) - mean(values.slice(0, from)));
  const checks = [preTrend(request), placeboTime(request)];
  return {
    basis: "observational",
    method: "difference-in-differences",
    effect: observedPoint(point, level),
    checks,
    confounded: checks.some(({ failed }) => failed),
    assumes: ASSUMES,
  };
}

/** How much the treated units' numbers differ from the others', where a unit is one number. */
function gapOf(units: readonly UnitSeries[], number: (values: readonly number[]) => number): Point | Insufficient {
  const [treated, others] = [true, false].map((is) =>
    momentsOf(Float64Array.from(units.filter((unit) => unit.treated === is).map(({ values }) => number(values)))),
  );
  if (treated === undefined || others === undefined) return insufficient("too-few-units", { need: 2, have: 0 });
  return differencePoint(meanPoint(treated), meanPoint(others));
}

function preTrend({ units, from }: DifferencesRequest): Check {
  const point =
    from < 3
      ? insufficient("too-few-periods", { need: 3, have: from })
      : gapOf(units, (values) => slope(values.slice(0, from)));
  const message = "Whether treated and untreated units drifted apart before the change.";
  return checkOf({ name: "pre-trend", message, pValue: pValueOf(point) }, 2);
}

function placeboTime({ units, from }: DifferencesRequest): Check {
  const middle = Math.floor(from / 2);
  const jump = (values: readonly number[]): number => mean(values.slice(middle, from)) - mean(values.slice(0, middle));
  const point = from < 2 ? insufficient("too-few-periods", { need: 2, have: from }) : gapOf(units, jump);
  const message = "Whether a change is found in the middle of the past, when there was none.";
  return checkOf({ name: "placebo-time", message, pValue: pValueOf(point) }, 2);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The least-squares slope over 0, 1, 2 … */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const [along, square] = values.reduce(
    ([sum, squares], value, at) => [sum + (at - middle) * value, squares + (at - middle) ** 2],
    [0, 0],
  );
  return along / square;
}
