import { metrics, type Predictions } from "../evaluate/index.ts";
import { known } from "../kernel/index.ts";
import type { Estimated } from "../stats/index.ts";
import type { Kernel } from "../store/index.ts";

/** A metric by its name, and what it judges. */
export interface MetricInput {
  readonly metric: string;
  readonly predictions: Predictions;
}

/** One metric with its interval. */
export function run({ metric, predictions }: MetricInput): Estimated {
  return known(
    metrics.find(({ name }) => name === metric),
    `metric ${metric}`,
  ).compute(predictions);
}

/** The same work for another thread. */
export const metricKernel: Kernel<MetricInput, Estimated> = {
  module: import.meta.url,
  run,
};
