import type { Task } from "../../model/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { MetricOptions, Predictions } from "./predictions.ts";

/** What is declared about a metric, and how it is computed. */
export interface MetricDefinition {
  /** As it is written in reports: `roc-auc`. */
  readonly name: string;
  /** Judges a model; business metrics are another family. */
  readonly family: "model";
  /** Which way is better: up, down, or towards 1 from either side. */
  readonly direction: "increase" | "decrease" | "to-one";
  /** `share`, `nats`, `count`, or `label` for the label's own unit. */
  readonly unit: "share" | "nats" | "count" | "label";
  readonly doc: string;
  /** Where the metric or its interval is described. */
  readonly reference: string;
  readonly tasks: readonly Task[];
  /** Where it stands among the metrics of its task in a report; the smallest first. */
  readonly place: number;
  readonly formula?: string;
  /** How it misleads. */
  readonly pitfalls?: string;
  /** What else it is called. */
  readonly aliases?: readonly string[];
  /** Name of the metric that says the same on another scale: reports show that one alone. */
  readonly restates?: string;
  /** Whether it judges what was done, beside what was said. Default false. */
  readonly ofActions?: boolean;
  compute(predictions: Predictions, options?: MetricOptions): Estimated;
}

/** What may accompany scores and labels. */
export type MetricInput = Omit<Predictions, "scores" | "labels"> & MetricOptions;

/**
 * A number that tells how good predictions are, always with its interval: called with scores and labels, and carrying
 * what was declared about it.
 */
export interface Metric extends MetricDefinition {
  (scores: Float64Array, labels: Float64Array, input?: MetricInput): Estimated;
}

/** Declares a metric. One file in `evaluate/metrics/`, one call. */
export function defineMetric(definition: MetricDefinition): Metric {
  const metric = (scores: Float64Array, labels: Float64Array, input: MetricInput = {}): Estimated =>
    definition.compute({ ...input, scores, labels }, input);
  // A function's own name can be defined anew, but not assigned.
  Object.defineProperty(metric, "name", { value: definition.name, enumerable: true });
  const { name: _, ...facts } = definition;
  return Object.freeze(Object.assign(metric, facts));
}
