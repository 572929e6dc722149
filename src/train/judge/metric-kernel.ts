import { metrics, type Predictions } from "../../evaluate/index.ts";
import { known } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { Kernel } from "../../store/index.ts";

/** Metrics by their names, and what they judge. */
export interface MetricInput {
  readonly names: readonly string[];
  readonly predictions: Predictions;
}

/** Metrics with their intervals, in the order of their names. */
export function run({ names, predictions }: MetricInput): readonly Estimated[] {
  return names.map((name) =>
    known(
      metrics.find((metric) => metric.name === name),
      `metric ${name}`,
    ).compute(predictions),
  );
}

/** The same work for another thread. */
export const metricKernel: Kernel<MetricInput, readonly Estimated[]> = {
  module: import.meta.url,
  run,
};
