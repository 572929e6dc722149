import type { Measured } from "./measure.ts";

/** What a metric is watched for. */
export type MetricRole =
  /** It should get better: the experiment is about it. */
  | "success"
  /** It must be shown to lose no more than its margin. */
  | "guardrail"
  /** It must not be shown to get worse. */
  | "deterioration"
  /** It says whether the experiment is sound: the treatment cannot move it, so the arms must agree in it. */
  | "quality";

/** How extreme values are treated, declared before anything is seen. */
export type Outliers =
  /** Values beyond this quantile of all arms together count as that quantile; 0.999 is common. */
  | { readonly winsorise: number }
  /** Values above this count as this. */
  | { readonly cap: number };

/** What may be lost: a share of the control's size (0.01 is 1 %), or so much. */
export type Margin = { readonly relative: number } | { readonly absolute: number };

/** What somebody wants of a metric, where the number comes from, and when it is to be looked at again. */
export interface MetricGoal {
  readonly baseline?: number;
  readonly target?: number;
  /** Where the target comes from. */
  readonly source?: "baseline" | "industry" | "stakeholder";
  /** Beyond it something has to be done. */
  readonly threshold?: number;
  readonly owner?: string;
  /** The day, `YYYY-MM-DD`, by which baseline and target are to be looked at again. */
  readonly review?: string;
}

/** A metric that is watched beside the money: in experiments, live, and in reports. `Name`: the outcomes that it speaks of. */
export interface WatchedMetric<Name extends string = string> extends Measured<Name>, MetricGoal {
  readonly role: MetricRole;
  /** For a guardrail: what may be lost. */
  readonly margin?: Margin;
  /** Default: values count as they are. */
  readonly outliers?: Outliers;
}

/** What stands in for the objective's metric while that cannot be seen itself. */
export interface StandIn {
  /** The watched metric, or the outcome, that is looked at instead. */
  readonly of: string;
  /** Why it should move the metric. */
  readonly because: string;
  /** Money that one unit of the proxy is taken to bring, and the range one would not be surprised by. */
  readonly worth: { readonly value: number; readonly range: readonly [low: number, high: number] };
  /** Assumed until the archive of experiments, or an experiment, has measured it. */
  readonly basis: "assumed" | "measured";
}
