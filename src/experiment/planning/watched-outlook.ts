import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import type { MetricAsIf } from "../watching/as-if.ts";
import { detectableBeside, type Outlook, type OutlookQuestion, type Size, sizeBeside } from "./outlook.ts";

/** What an experiment of the planned size would tell of a metric beside the money. */
export interface WatchedOutlook extends MetricAsIf {
  /** The smallest difference that would be found, in the metric's unit; null where no size is planned. */
  readonly detectable: number | Insufficient | null;
  /** For a guardrail: the size at which one that nothing happens to is shown to hold. */
  readonly holds: Size | null;
}

/** The outlook of every metric beside the money, by the size that the money asks for. */
export function watchedOutlook(
  metrics: readonly MetricAsIf[],
  question: OutlookQuestion,
  { read }: Outlook,
): readonly WatchedOutlook[] {
  return metrics
    .filter(({ metric }) => metric.money !== true)
    .map((seen) => {
      const { sd } = seen;
      const units = isInsufficient(read.units) ? null : read.units;
      const detectable = isInsufficient(sd) || units === null ? null : detectableBeside(units, question, sd);
      return { ...seen, detectable: isInsufficient(sd) ? sd : detectable, holds: holdsAt(seen, question) };
    });
}

/** A margin is a difference to rule out: as many units as to find one of its size. */
function holdsAt({ metric, value, sd }: MetricAsIf, question: OutlookQuestion): Size | null {
  const { margin } = metric;
  if (margin === undefined) return null;
  if (isInsufficient(sd)) return { units: sd, days: sd };
  if ("absolute" in margin) return sizeBeside(question, { lift: margin.absolute, sd });
  if (isInsufficient(value)) return { units: value, days: value };
  return sizeBeside(question, { lift: margin.relative * Math.abs(value.value), sd });
}
