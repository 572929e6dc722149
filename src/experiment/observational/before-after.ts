import { checkOf, type ObservationalFinding } from "./finding.ts";
import type { SeriesRequest } from "./interrupted-series.ts";
import { observedPoint, pValueOf } from "./observe.ts";
import { contrastOver } from "./series-fit.ts";

const ASSUMES = [
  "Without the change, the time after it would have been like the time before: no trend, no season, no other event.",
];

/**
 * Before and after: the mean of the periods after a change less the mean of those before. The weakest comparison there
 * is; its one check asks whether the past had a trend, which this method would take for an effect.
 */
export function beforeAfter({
  values,
  from,
  level,
}: Pick<SeriesRequest, "values" | "from" | "level">): ObservationalFinding {
  const step = contrastOver({ rows: values.map((_, t) => [1, Number(t >= from)]), values }, [0, 1]);
  const past = values.slice(0, from);
  const trend = contrastOver({ rows: past.map((_, t) => [1, t]), values: past }, [0, 1]);
  const message = "Whether the past had a trend, which would go on after the change.";
  const check = checkOf({ name: "pre-trend", message, pValue: pValueOf(trend) }, 1);
  return {
    basis: "observational",
    method: "before-after",
    effect: observedPoint(step, level),
    checks: [check],
    confounded: check.failed,
    assumes: ASSUMES,
  };
}
