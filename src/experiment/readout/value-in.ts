import { insufficient } from "../../kernel/index.ts";
import {
  type Estimated,
  intervalOf,
  meanVector,
  mergeComoments,
  noComoments,
  proportion,
  quantileInterval,
  quantityPoint,
} from "../../stats/index.ts";
import { isRatio, type Metric } from "./metric.ts";
import type { MetricStatistics } from "./statistics.ts";

/** A metric in one arm as it came, without adjustment. */
export function valueIn(metric: Metric, sums: MetricStatistics, level?: number): Estimated {
  if (sums.infinite > 0) return insufficient("infinite-values", { need: 0, have: sums.infinite });
  if (metric.kind === "quantile")
    return sums.sketch === null
      ? insufficient("too-few-rows", { need: 2, have: 0 })
      : quantileInterval(sums.sketch, metric.q, level);
  const all = Object.values(sums.strata);
  const whole = all.reduce(mergeComoments, noComoments(all[0]?.means.length ?? 1));
  if ((metric.kind === "proportion" || metric.kind === "retention") && !isRatio(metric))
    return proportion(Math.round(whole.n * (whole.means[0] ?? 0)), whole.n, level);
  return intervalOf(quantityPoint(meanVector(whole), isRatio(metric) ? "ratio" : "mean"), level);
}
