import type { Margin, MetricRole, Outliers } from "../../objective/index.ts";

/** What every metric of an experiment says, whatever it is made of. */
export interface MetricFacts {
  readonly name: string;
  readonly role: MetricRole;
  /** Which way is better. */
  readonly direction: "increase" | "decrease";
  /** Marks the one metric that the verdict is spoken in: money per unit, in the objective's currency. */
  readonly money?: true;
  /** For a guardrail. */
  readonly margin?: Margin;
  /** Default: values count as they are. */
  readonly outliers?: Outliers;
  /** What its values are, for reports. Default: shares of a proportion or a retention, else plain numbers. */
  readonly unit?: "money" | "share" | "milliseconds";
  /** Columns from before the first exposure, for CUPED. A unit without a value there has 0. Default: none. */
  readonly before?: readonly string[];
}

/** What a metric is made of. */
export type MetricShape =
  | {
      /** The mean of a column, or the share of units in which a column of 0 and 1 is 1. */
      readonly kind: "mean" | "proportion";
      readonly value: string;
      /** Column that counts each unit's decisions: the mean is then per decision, clustered by unit. Default: per unit. */
      readonly per?: string;
    }
  | {
      /** The sum of one column over the sum of another. */
      readonly kind: "ratio";
      readonly numerator: string;
      readonly denominator: string;
    }
  | {
      /** The q-quantile of a column, or of nested values (many a unit), clustered by unit. */
      readonly kind: "quantile";
      readonly value: string;
      /** Between 0 and 1. */
      readonly q: number;
    }
  | {
      /** The share of units that are back by a day, among those that have been watched so long. */
      readonly kind: "retention";
      /** Column: days from first exposure to the first return; missing where there was none. */
      readonly returned: string;
      /** Column: days from first exposure until now. */
      readonly watched: string;
      readonly day: number;
    };

/** A metric of an experiment, as data. Columns are those of a {@link UnitTable}: one row for each unit. */
export type Metric = MetricFacts & MetricShape;

/** The columns of which a metric is made: its own, without those from before. */
export function columnsOf(metric: Metric): readonly string[] {
  switch (metric.kind) {
    case "ratio":
      return [metric.numerator, metric.denominator];
    case "retention":
      return [metric.returned, metric.watched];
    case "quantile":
      return [metric.value];
    default:
      return metric.per === undefined ? [metric.value] : [metric.value, metric.per];
  }
}

/** Whether the metric is a sum over a sum. */
export function isRatio(metric: Metric): boolean {
  return (
    metric.kind === "ratio" || ((metric.kind === "mean" || metric.kind === "proportion") && metric.per !== undefined)
  );
}

/** How many columns of the sums are the metric's own; those from before follow. */
export function ownWidth(metric: Metric): number {
  return isRatio(metric) ? 2 : 1;
}
