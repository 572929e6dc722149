import type { Insufficient } from "../../kernel/index.ts";
import type { Point } from "../../stats/index.ts";
import { type Check, checkOf, type ObservationalFinding } from "./finding.ts";
import { observedPoint, pValueOf } from "./observe.ts";
import { contrastOver, type SeriesRegression } from "./series-fit.ts";

export interface SeriesRequest {
  /** One value for each period, in order. */
  readonly values: readonly number[];
  /** Number of the first period with the change, from 0. */
  readonly from: number;
  /** A series that the change cannot have touched and that lives through the same times; what it does is taken off. */
  readonly control?: readonly number[];
  /** Periods after which a pattern repeats: 7 for days. Default: none does. */
  readonly season?: number;
  /** Of the interval. Default 0.95. */
  readonly level?: number;
}

const ASSUMES = [
  "Without the change, the line of the past would have gone on.",
  "Nothing else happened at that time, and the way of measuring stayed the same.",
];

const WITH_CONTROL = "What moves the control series moves this one as much, and the change does not touch the control.";

/**
 * Interrupted time series: how far the periods after a change lie from the line that the periods before it drew, on
 * average over them; level and slope may both change. Wagner, Soumerai, Zhang, Ross-Degnan. Segmented regression analysis
 * of interrupted time series studies. Journal of Clinical Pharmacy and Therapeutics 27, 2002. The error is that of
 * `contrastOver`, so that a series which resembles its past is not taken for many.
 */
export function interruptedSeries(request: SeriesRequest): ObservationalFinding {
  const { control, level } = request;
  const values = control === undefined ? request.values : minus(request.values, control);
  const checks = checksOf({ ...request, values });
  return {
    basis: "observational",
    method: "interrupted-series",
    effect: observedPoint(jump({ ...request, values }), level),
    checks,
    confounded: checks.some(({ failed }) => failed),
    assumes: control === undefined ? ASSUMES : [...ASSUMES, WITH_CONTROL],
  };
}

function checksOf(request: SeriesRequest): readonly Check[] {
  const { values, from, control } = request;
  const all = control === undefined ? 1 : 2;
  const past = jump({ ...request, values: values.slice(0, from), from: Math.floor(from / 2) });
  const time = checkOf(
    {
      name: "placebo-time",
      message: "Whether a change is found in the middle of the past, when there was none.",
      pValue: pValueOf(past),
    },
    all,
  );
  if (control === undefined) return [time];
  const other = checkOf(
    {
      name: "placebo-series",
      message: "Whether the control series, which the change cannot have touched, changed at that time too.",
      pValue: pValueOf(jump({ ...request, values: control })),
    },
    all,
  );
  return [time, other];
}

/** How far the periods from a moment on lie from the line before it, on average. */
function jump({ values, from, season = 1 }: SeriesRequest): Point | Insufficient {
  const after = values.length - from;
  const rows = values.map((_, t) => [
    1,
    t - from,
    Number(t >= from),
    t >= from ? t - from : 0,
    ...Array.from({ length: season - 1 }, (_, phase) => Number(t % season === phase)),
  ]);
  const regression: SeriesRegression = { rows, values };
  return contrastOver(regression, [0, 0, 1, (after - 1) / 2, ...Array.from({ length: season - 1 }, () => 0)]);
}

function minus(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.map((value, t) => value - (b[t] ?? Number.NaN));
}
